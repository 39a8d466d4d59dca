package io.tallystick.rating.store;

import io.tallystick.schemas.id.Hash128;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/**
 * Rows as one array for each column, the parameters of {@code … SELECT FROM UNNEST}: one statement for all rows.
 *
 * @param <T> what a row is made from
 */
final class Columns<T> {
    private final List<T> rows;
    private final List<Object> parameters = new ArrayList<>();

    Columns(Collection<T> rows) {
        this.rows = List.copyOf(rows);
    }

    Columns<T> text(Function<T, String> column) {
        return add(String.class, column);
    }

    Columns<T> time(Function<T, Instant> column) {
        return add(OffsetDateTime.class, new Times<>(column));
    }

    /** Rows that came together, or belong to one period, share the object of their time: then they share the column's, too. */
    private static final class Times<T> implements Function<T, OffsetDateTime> {
        private final Function<T, Instant> column;
        private Instant last;
        private OffsetDateTime utc;

        Times(Function<T, Instant> column) {
            this.column = column;
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // another object is only converted once more
        public OffsetDateTime apply(T row) {
            Instant instant = column.apply(row);
            if (instant != last) {
                last = instant;
                utc = utc(instant);
            }
            return utc;
        }
    }

    Columns<T> hash(Function<T, Hash128> column) {
        return add(UUID.class, row -> uuid(column.apply(row)));
    }

    Columns<T> uuid(Function<T, UUID> column) {
        return add(UUID.class, column);
    }

    Columns<T> number(ToLongFunction<T> column) {
        return add(Long.class, column::applyAsLong);
    }

    Columns<T> small(ToIntFunction<T> column) {
        return add(Integer.class, column::applyAsInt);
    }

    Columns<T> flag(Predicate<T> column) {
        return add(Boolean.class, column::test);
    }

    Columns<T> bytes(Function<T, byte[]> column) {
        return add(Buffer.class, row -> {
            byte[] bytes = column.apply(row);
            return bytes == null ? null : Buffer.buffer(bytes);
        });
    }

    /** A parameter that is the same for all rows. */
    Columns<T> all(Object value) {
        parameters.add(value);
        return this;
    }

    Tuple tuple() {
        return Tuple.wrap(parameters);
    }

    static OffsetDateTime utc(Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    static UUID uuid(Hash128 hash) {
        return hash == null ? null : new UUID(hash.high(), hash.low());
    }

    static Hash128 hash(UUID uuid) {
        return uuid == null ? null : new Hash128(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    }

    private <V> Columns<T> add(Class<V> type, Function<T, V> column) {
        Object[] values = (Object[]) java.lang.reflect.Array.newInstance(type, rows.size());
        int at = 0;
        for (T row : rows) {
            values[at++] = column.apply(row);
        }
        parameters.add(values);
        return this;
    }
}
