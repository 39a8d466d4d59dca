package io.tallystick.invoice.store;

import io.tallystick.invoice.assembly.Close;
import io.tallystick.invoice.assembly.Tally;
import io.tallystick.schemas.id.SetDigest;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.rated.Sealed;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Both sides of the comparison of a close, summed up by the database. */
final class PgTally {
    /** The 128-bit digests are added in four limbs of 32 bits, which cannot overflow below two thousand million lines. */
    static final String SUMS = """
            count(*) AS lines, sum(line.amount)::text AS amount,
                sum((digest_high >> 32) & 4294967295)::text AS limb3, sum(digest_high & 4294967295)::text AS limb2,
                sum((digest_low >> 32) & 4294967295)::text AS limb1, sum(digest_low & 4294967295)::text AS limb0
            """;

    private static final String TALLY = """
            SELECT partition, currency, %s
            FROM billing.rated_line AS line
            WHERE billable_at > COALESCE($1::timestamptz, '-infinity') AND billable_at <= $2
            GROUP BY partition, currency
            """.formatted(SUMS);

    private static final BigInteger LOW_64 = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private PgTally() {}

    static Map<Integer, Tally> collected(SqlClient client, Close.Request close) {
        Map<Integer, Tally> tallies = new HashMap<>();
        for (Row row : Sql.rows(client, TALLY, Sql.time(close.previousCutoff()), Sql.time(close.cutoff()))) {
            Tally more =
                    new Tally(digest(row), Map.of(row.getString("currency"), new BigDecimal(row.getString("amount"))));
            tallies.merge(row.getInteger("partition"), more, PgTally::sum);
        }
        return tallies;
    }

    static Map<Integer, List<Sealed>> answers(SqlClient client, String closeId) {
        Map<Integer, List<Sealed>> answers = new HashMap<>();
        for (Row row : Sql.rows(
                client,
                "SELECT usage_partition, content::text AS content FROM billing.seal WHERE close_id = $1",
                closeId)) {
            Sealed seal = Json.read(row.getString("content").getBytes(StandardCharsets.UTF_8), Sealed.class);
            answers.computeIfAbsent(row.getInteger("usage_partition"), key -> new ArrayList<>())
                    .add(seal);
        }
        return answers;
    }

    private static Tally sum(Tally left, Tally right) {
        Map<String, BigDecimal> amounts = new HashMap<>(left.amounts());
        right.amounts().forEach((currency, amount) -> amounts.merge(currency, amount, BigDecimal::add));
        return new Tally(left.lines().plus(right.lines()), amounts);
    }

    /** The columns of {@link #SUMS}. */
    static SetDigest digest(Row row) {
        BigInteger sum = BigInteger.ZERO;
        for (int limb = 3; limb >= 0; limb--) {
            sum = sum.shiftLeft(32).add(new BigInteger(row.getString("limb" + limb)));
        }
        return new SetDigest(
                row.getLong("lines"),
                sum.shiftRight(64).and(LOW_64).longValue(),
                sum.and(LOW_64).longValue());
    }
}
