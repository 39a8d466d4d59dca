package io.tallystick.rating.store;

import io.tallystick.rating.app.SeenValue;
import io.tallystick.rating.app.StoredLine;
import io.tallystick.rating.app.StoredSeries;
import io.tallystick.rating.model.PeriodKey;
import io.tallystick.rating.model.SeriesKey;
import io.tallystick.rating.model.SeriesState;
import io.tallystick.schemas.id.Hash128;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.schemas.time.BillingPeriod;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/** Statements on what belongs to a billing period: aggregates, the values that they have seen, lines. */
final class PeriodSql {
    private static final String OF_PERIODS =
            " FROM UNNEST($1::text[], $2::text[], $3::timestamptz[]) AS k(customer_id, subscription_id, period_start)";

    static final String SERIES = """
            SELECT s.customer_id, s.subscription_id, s.period_start, s.period_end, s.charge_key, s.state""" + OF_PERIODS + " JOIN series s USING (customer_id, subscription_id, period_start)";

    static final String LINES = """
            SELECT l.customer_id, l.subscription_id, l.period_start, l.period_end, l.content""" + OF_PERIODS + " JOIN line l USING (customer_id, subscription_id, period_start)";

    static final String SAVE_SERIES = """
            INSERT INTO series (customer_id, subscription_id, period_start, period_end, charge_key, state, event_count,
                                digest_high, digest_low)
            SELECT * FROM UNNEST($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[], $5::text[], $6::text[],
                                $7::bigint[], $8::bigint[], $9::bigint[])
            ON CONFLICT (customer_id, subscription_id, period_start, charge_key) DO UPDATE
               SET state = EXCLUDED.state, event_count = EXCLUDED.event_count,
                   digest_high = EXCLUDED.digest_high, digest_low = EXCLUDED.digest_low""";

    static final String FORGET_SERIES = """
            DELETE FROM series s
             USING UNNEST($1::text[], $2::text[], $3::timestamptz[], $4::text[])
                   AS k(customer_id, subscription_id, period_start, charge_key)
             WHERE s.customer_id = k.customer_id AND s.subscription_id = k.subscription_id
               AND s.period_start = k.period_start AND s.charge_key = k.charge_key""";

    static final String FORGET_VALUES = """
            DELETE FROM unique_value v
             USING UNNEST($1::text[], $2::uuid[]) AS k(customer_id, series_id)
             WHERE v.customer_id = k.customer_id AND v.series_id = k.series_id""";

    static final String ADD_VALUES = """
            INSERT INTO unique_value (customer_id, series_id, value)
            SELECT * FROM UNNEST($1::text[], $2::uuid[], $3::text[])
            ON CONFLICT DO NOTHING
            RETURNING customer_id, series_id, value""";

    static final String SAVE_LINES = """
            INSERT INTO line (log_partition, customer_id, subscription_id, period_start, period_end, id, charge_key,
                              kind, billable_at, adjusts, revision, content)
            SELECT $1::int, customer_id, subscription_id, period_start, period_end, id, charge_key,
                   kind, billable_at, adjusts, revision, convert_from(content, 'UTF8')
              FROM UNNEST($2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::uuid[],
                              $7::text[], $8::text[], $9::timestamptz[], $10::uuid[], $11::bigint[], $12::bytea[])
                   AS said(customer_id, subscription_id, period_start, period_end, id, charge_key,
                           kind, billable_at, adjusts, revision, content)
            ON CONFLICT (customer_id, subscription_id, period_start, id) DO UPDATE
               SET kind = EXCLUDED.kind, billable_at = EXCLUDED.billable_at, revision = EXCLUDED.revision,
                   content = EXCLUDED.content""";

    static final String KEEP_REPLACED = """
            INSERT INTO line_revision (line_id, revision, customer_id, content)
            SELECT l.id, l.revision, l.customer_id, l.content
              FROM UNNEST($1::text[], $2::text[], $3::timestamptz[], $4::uuid[])
                   AS k(customer_id, subscription_id, period_start, id)
              JOIN line l USING (customer_id, subscription_id, period_start, id)
            ON CONFLICT DO NOTHING""";

    static final String BILLABLE = """
            SELECT content FROM line
             WHERE log_partition = $1 AND billable_at > $2 AND billable_at <= $3
             ORDER BY billable_at""";

    static final String CHANGED_SINCE = """
            SELECT content FROM line
             WHERE log_partition = $1 AND revision > $2 AND (billable_at, customer_id, id) > ($3, $4, $5)
             ORDER BY billable_at, customer_id, id LIMIT $6""";

    private PeriodSql() {}

    static Tuple periods(Collection<PeriodKey> periods) {
        return new Columns<>(periods)
                .text(PeriodKey::customerId)
                .text(PeriodKey::subscriptionId)
                .time(p -> p.period().start())
                .tuple();
    }

    static Tuple series(Collection<StoredSeries> series) {
        return new Columns<>(series)
                .text(s -> s.key().period().customerId())
                .text(s -> s.key().period().subscriptionId())
                .time(s -> s.key().period().period().start())
                .time(s -> s.key().period().period().end())
                .text(s -> s.key().chargeKey())
                .text(s -> s.state().encode())
                .number(s -> s.state().events().count())
                .number(s -> s.state().events().high())
                .number(s -> s.state().events().low())
                .tuple();
    }

    static Tuple seriesKeys(Collection<StoredSeries> series) {
        return new Columns<>(series)
                .text(s -> s.key().period().customerId())
                .text(s -> s.key().period().subscriptionId())
                .time(s -> s.key().period().period().start())
                .text(s -> s.key().chargeKey())
                .tuple();
    }

    static Tuple seriesIds(Collection<StoredSeries> series) {
        return new Columns<>(series)
                .text(s -> s.key().period().customerId())
                .hash(s -> s.key().id())
                .tuple();
    }

    static Tuple values(Collection<SeenValue> values) {
        return new Columns<>(values)
                .text(SeenValue::customerId)
                .hash(SeenValue::series)
                .text(SeenValue::value)
                .tuple();
    }

    static Tuple lineKeys(Collection<StoredLine> lines) {
        return new Columns<>(lines)
                .text(l -> l.period().customerId())
                .text(l -> l.period().subscriptionId())
                .time(l -> l.period().period().start())
                .hash(l -> Hash128.parse(l.line().line().id()))
                .tuple();
    }

    static Tuple lines(int partition, Collection<StoredLine> lines) {
        return new Columns<>(lines)
                .all(partition)
                .text(l -> l.period().customerId())
                .text(l -> l.period().subscriptionId())
                .time(l -> l.period().period().start())
                .time(l -> l.period().period().end())
                .hash(l -> Hash128.parse(l.line().line().id()))
                .text(l -> l.line().line().chargeKey())
                .text(l -> l.line().line().kind().name())
                .time(l -> l.line().line().billableAt())
                .hash(l -> hashOrNull(l.line().line().adjusts()))
                .number(l -> l.line().line().revision())
                .bytes(l -> l.line().json())
                .tuple();
    }

    static PeriodKey period(Row row) {
        return new PeriodKey(
                row.getString(0),
                row.getString(1),
                new BillingPeriod(
                        row.getOffsetDateTime(2).toInstant(),
                        row.getOffsetDateTime(3).toInstant()));
    }

    static StoredSeries readSeries(Row row) {
        return new StoredSeries(SeriesKey.of(period(row), row.getString(4)), SeriesState.decode(row.getString(5)));
    }

    static RatedLine readLine(String content) {
        return Json.read(content.getBytes(StandardCharsets.UTF_8), RatedLine.class);
    }

    private static Hash128 hashOrNull(String hex) {
        return hex == null ? null : Hash128.parse(hex);
    }
}
