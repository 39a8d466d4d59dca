package io.tallystick.rating.store;

import com.fasterxml.jackson.core.type.TypeReference;
import io.tallystick.rating.app.Account;
import io.tallystick.rating.model.Point;
import io.tallystick.rating.model.PointRange;
import io.tallystick.schemas.json.Json;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Statements on customers: subscriptions, what was applied of them, points. */
final class CustomerSql {
    static final String SUBSCRIPTIONS =
            "SELECT customer_id, definition::text FROM subscription WHERE customer_id = ANY($1) ORDER BY customer_id,"
                    + " id";

    static final String ACCOUNTS = """
            SELECT customer_id, applied::text, opened_until, next_due, parked::text FROM account WHERE customer_id = ANY($1)""";

    static final String DUE = """
            SELECT customer_id FROM account
             WHERE log_partition = $1 AND next_due <= $2 AND customer_id > $3
             ORDER BY customer_id LIMIT $4""";

    static final String SAVE_ACCOUNTS = """
            INSERT INTO account (log_partition, customer_id, applied, opened_until, next_due, parked)
            SELECT $1::int, c, a::jsonb, o, n, p::jsonb
              FROM UNNEST($2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::text[]) AS u(c, a, o, n, p)
            ON CONFLICT (customer_id) DO UPDATE
               SET log_partition = EXCLUDED.log_partition, applied = EXCLUDED.applied,
                   opened_until = EXCLUDED.opened_until, next_due = EXCLUDED.next_due,
                   parked = EXCLUDED.parked""";

    static final String NOTE_APPLIED = """
            INSERT INTO account_history (customer_id, log_offset, applied) VALUES ($1, $2, $3::text::jsonb)
            ON CONFLICT (customer_id, log_offset) DO UPDATE SET applied = EXCLUDED.applied""";

    static final String APPLIED_AT = """
            SELECT applied::text FROM account_history WHERE customer_id = $1 AND log_offset <= $2
             ORDER BY log_offset DESC LIMIT 1""";

    static final String ADD_POINTS = """
            INSERT INTO level_point (customer_id, meter_key, group_key, occurred_at, source, event_id, level)
            SELECT c, m, g, o, s, e, l::numeric
              FROM UNNEST($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::text[], $6::text[], $7::text[])
                   AS u(c, m, g, o, s, e, l)
            ON CONFLICT DO NOTHING""";

    static final String REMOVE_POINTS = """
            DELETE FROM level_point p
             USING UNNEST($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::text[], $6::text[])
                   AS k(customer_id, meter_key, group_key, occurred_at, source, event_id)
             WHERE p.customer_id = k.customer_id AND p.meter_key = k.meter_key AND p.group_key = k.group_key
               AND p.occurred_at = k.occurred_at AND p.source = k.source AND p.event_id = k.event_id""";

    /** The points of each range, and the last one of every gauge before it if that is carried in. */
    static final String POINTS = """
            SELECT k.meter_key, p.group_key, p.occurred_at, p.source, p.event_id, p.level, k.customer_id
              FROM UNNEST($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[], $5::bool[])
                   AS k(customer_id, meter_key, since, until, carried_in)
             CROSS JOIN LATERAL (
                   SELECT group_key, occurred_at, source, event_id, level FROM level_point
                    WHERE customer_id = k.customer_id AND meter_key = k.meter_key
                      AND occurred_at >= k.since AND occurred_at < k.until
                   UNION ALL
                   (SELECT DISTINCT ON (group_key) group_key, occurred_at, source, event_id, level FROM level_point
                     WHERE k.carried_in AND customer_id = k.customer_id AND meter_key = k.meter_key
                       AND occurred_at < k.since
                     ORDER BY group_key, occurred_at DESC, source DESC, event_id DESC)) AS p""";

    private static final TypeReference<Map<String, Integer>> APPLIED = new TypeReference<>() {};

    private static final TypeReference<Set<String>> PARKED = new TypeReference<>() {};

    private CustomerSql() {}

    static Tuple accounts(int partition, Collection<Account> accounts) {
        return new Columns<>(accounts)
                .all(partition)
                .text(Account::customerId)
                .text(CustomerSql::applied)
                .time(Account::openedUntil)
                .time(Account::nextDue)
                .text(a -> new String(Json.bytes(a.parked()), StandardCharsets.UTF_8))
                .tuple();
    }

    static String applied(Account account) {
        return new String(Json.bytes(account.applied()), StandardCharsets.UTF_8);
    }

    static Map<String, Integer> applied(Row row) {
        try {
            return Json.MAPPER.readValue(row.getString(0), APPLIED);
        } catch (IOException broken) {
            throw new UncheckedIOException("what was applied cannot be read", broken);
        }
    }

    static Account account(Row row) {
        try {
            return new Account(
                    row.getString(0),
                    Json.MAPPER.readValue(row.getString(1), APPLIED),
                    Json.MAPPER.readValue(row.getString(4), PARKED),
                    row.getOffsetDateTime(2).toInstant(),
                    row.getOffsetDateTime(3).toInstant());
        } catch (IOException broken) {
            throw new UncheckedIOException("what was applied for " + row.getString(0) + " cannot be read", broken);
        }
    }

    static Tuple points(Map<String, List<Point>> byCustomer) {
        return keys(byCustomer).text(p -> p.point().value().toPlainString()).tuple();
    }

    static Tuple pointKeys(Map<String, List<Point>> byCustomer) {
        return keys(byCustomer).tuple();
    }

    private record Owned(String customer, Point point) {}

    private static Columns<Owned> keys(Map<String, List<Point>> byCustomer) {
        List<Owned> all = new ArrayList<>();
        byCustomer.forEach((customer, points) -> points.forEach(point -> all.add(new Owned(customer, point))));
        return new Columns<>(all)
                .text(Owned::customer)
                .text(p -> p.point().meterKey())
                .text(p -> p.point().gauge())
                .time(p -> p.point().at())
                .text(p -> p.point().source())
                .text(p -> p.point().id());
    }

    private record Asked(String customer, PointRange range) {}

    static Tuple ranges(Map<String, ? extends Collection<PointRange>> byCustomer) {
        List<Asked> all = new ArrayList<>();
        byCustomer.forEach((customer, ranges) -> ranges.forEach(range -> all.add(new Asked(customer, range))));
        return new Columns<>(all)
                .text(Asked::customer)
                .text(a -> a.range().meterKey())
                .time(a -> a.range().from())
                .time(a -> a.range().to())
                .flag(a -> a.range().carriedIn())
                .tuple();
    }

    static Point point(Row row) {
        return new Point(
                row.getString(0),
                row.getString(1),
                row.getOffsetDateTime(2).toInstant(),
                row.getString(3),
                row.getString(4),
                row.get(BigDecimal.class, 5));
    }
}
