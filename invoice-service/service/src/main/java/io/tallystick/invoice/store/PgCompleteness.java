package io.tallystick.invoice.store;

import io.smallrye.mutiny.Uni;
import io.tallystick.invoice.app.Completeness;
import io.tallystick.invoice.assembly.Proof;
import io.tallystick.invoice.review.Obstacle;
import io.tallystick.schemas.id.SetDigest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The proof of completeness of a close, counted from its lines and their places on invoices. */
final class PgCompleteness {
    private static final int MOST_WAIVED = 10_000;

    private static final String LINES = """
            SELECT line.partition, COALESCE(line.content ->> 'meterKey', '-') AS meter, line.currency,
                placed.line_id IS NOT NULL AS is_billed, sum((line.content ->> 'eventCount')::bigint)::bigint AS events,
                sum((line.content ->> 'quantity')::numeric)::text AS quantity, %s
            FROM billing.rated_line AS line
            LEFT JOIN billing.invoice_line AS placed ON placed.customer_id = line.customer_id AND placed.line_id = line.id
            WHERE line.billable_at > COALESCE($1::timestamptz, '-infinity') AND line.billable_at <= $2
            GROUP BY 1, 2, 3, 4
            """.formatted(PgTally.SUMS);

    private final Pool pool;

    PgCompleteness(Pool pool) {
        this.pool = pool;
    }

    Uni<Optional<Completeness>> of(String closeId) {
        return Sql.rowsLater(
                        pool,
                        "SELECT " + PgCloseRows.COLUMNS + " FROM billing.close WHERE id = $1 AND proof IS NOT NULL",
                        closeId)
                .chain(rows -> rows.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : of(rows.getFirst()).map(Optional::of));
    }

    private Uni<Completeness> of(Row close) {
        String id = close.getString("id");
        return Uni.combine()
                .all()
                .unis(
                        Sql.rowsLater(
                                pool,
                                LINES,
                                close.getOffsetDateTime("previous_cutoff"),
                                close.getOffsetDateTime("cutoff")),
                        Sql.rowsLater(pool, PgSealing.PREVIOUS, close.getOffsetDateTime("previous_cutoff")),
                        PgObstacles.page(pool, id, "waived", null, MOST_WAIVED))
                .asTuple()
                .map(found -> proof(close, found.getItem1(), found.getItem2(), found.getItem3()));
    }

    private static Completeness proof(Row close, List<Row> lines, List<Row> previous, List<Obstacle> waived) {
        Proof proof = PgCloseRows.proof(close);
        Map<Integer, Proof.Part> before = new HashMap<>();
        previous.stream()
                .map(PgCloseRows::proof)
                .forEach(earlier -> earlier.partitions().forEach(part -> before.put(part.partition(), part)));
        Map<Integer, Map<String, Sums>> meters = new TreeMap<>();
        for (Row row : lines) {
            meters.computeIfAbsent(row.getInteger("partition"), key -> new TreeMap<>())
                    .computeIfAbsent(row.getString("meter"), key -> new Sums())
                    .add(row);
        }
        return new Completeness(
                close.getString("id"),
                close.getString("state"),
                Sql.instant(close, "cutoff"),
                Sql.instant(close, "previous_cutoff"),
                PgCloseRows.differences(close),
                proof.partitions().stream()
                        .map(part -> part(
                                part,
                                Optional.ofNullable(before.get(part.partition())),
                                meters.getOrDefault(part.partition(), Map.of())))
                        .toList(),
                waived,
                PgCloseRows.approval(close));
    }

    private static Completeness.Part part(Proof.Part part, Optional<Proof.Part> before, Map<String, Sums> meters) {
        Map<String, Long> since = new TreeMap<>(part.dispositions());
        before.ifPresent(
                earlier -> earlier.dispositions().forEach((word, count) -> since.merge(word, -count, Long::sum)));
        List<Completeness.Meter> list = new ArrayList<>();
        meters.forEach((meter, sums) -> list.add(new Completeness.Meter(
                meter, sums.billed.plus(sums.notBilled).sum(), sums.billed.sum(), sums.notBilled.sum())));
        return new Completeness.Part(
                part.partition(),
                part.offset(),
                part.received(),
                part.received() - before.map(Proof.Part::received).orElse(0L),
                part.dispositions(),
                since,
                part.lines(),
                part.digest(),
                part.amounts(),
                list);
    }

    /** Lines of a meter, on invoices and not. */
    private static final class Sums {
        private Side billed = Side.EMPTY;
        private Side notBilled = Side.EMPTY;

        void add(Row row) {
            Side more = new Side(
                    PgTally.digest(row),
                    row.getLong("events"),
                    new BigDecimal(row.getString("quantity")),
                    Map.of(row.getString("currency"), new BigDecimal(row.getString("amount"))));
            if (row.getBoolean("is_billed")) {
                billed = billed.plus(more);
            } else {
                notBilled = notBilled.plus(more);
            }
        }
    }

    private record Side(SetDigest lines, long events, BigDecimal quantity, Map<String, BigDecimal> amounts) {
        private static final Side EMPTY = new Side(SetDigest.EMPTY, 0, BigDecimal.ZERO, Map.of());

        Side plus(Side other) {
            Map<String, BigDecimal> sums = new HashMap<>(amounts);
            other.amounts.forEach((currency, amount) -> sums.merge(currency, amount, BigDecimal::add));
            return new Side(lines.plus(other.lines), events + other.events, quantity.add(other.quantity), sums);
        }

        Completeness.Sum sum() {
            return new Completeness.Sum(lines.count(), events, quantity, amounts, lines.hex());
        }
    }
}
