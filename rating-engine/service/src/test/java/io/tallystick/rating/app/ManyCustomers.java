package io.tallystick.rating.app;

import io.tallystick.rating.config.pricebook.SubscriptionCodec;
import io.tallystick.rating.model.Fact;
import io.tallystick.rating.model.PlanRef;
import io.tallystick.rating.model.Subscription;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Many customers with three lines in a month and few events, filled quickly: subscriptions and accounts are written by the
 * thousand, periods and lines come into being by the code of the real run. No two begin at the same instant, and they live in
 * several zones.
 */
final class ManyCustomers {
    private static final int AT_ONCE = 5_000;
    private static final Instant OCTOBER = Instant.parse("2026-10-01T00:00:00Z");
    private static final List<ZoneId> ZONES =
            List.of(ZoneOffset.UTC, ZoneId.of("Europe/Berlin"), ZoneId.of("America/New_York"), ZoneId.of("Asia/Tokyo"));
    private static final String SUBSCRIBE = """
            INSERT INTO subscription (id, customer_id, log_partition, definition, announced, created_at, updated_at)
            SELECT id, customer, 0, definition::jsonb, true, $4, $4
              FROM UNNEST($1::text[], $2::text[], $3::text[]) AS one (id, customer, definition)""";
    private static final String APPLY = """
            INSERT INTO account (customer_id, log_partition, applied, opened_until, next_due, parked)
            SELECT customer, 0, jsonb_build_object(id, 1), 'epoch', 'epoch', '[]'
              FROM UNNEST($1::text[], $2::text[]) AS one (id, customer)""";

    private ManyCustomers() {}

    /** Rates {@code events} of {@code customers} who began in October; the periods that begin in November are open. */
    static void fill(World world, int customers, int events) {
        world.load("/price-books/three-lines.yaml");
        Random random = new Random(11);
        SubscriptionCodec codec = new SubscriptionCodec();
        for (int from = 0; from < customers; from += AT_ONCE) {
            int size = Math.min(AT_ONCE, customers - from);
            String[] ids = new String[size];
            String[] names = new String[size];
            String[] definitions = new String[size];
            for (int i = 0; i < size; i++) {
                names[i] = "customer-" + (from + i);
                ids[i] = "sub-" + names[i];
                Instant start = OCTOBER.plus(
                        Duration.ofMillis(random.nextLong(Duration.ofDays(30).toMillis())));
                definitions[i] = codec.write(new Subscription(
                        ids[i],
                        names[i],
                        ZONES.get(random.nextInt(ZONES.size())),
                        Optional.empty(),
                        List.of(new Fact.Start(start, new PlanRef("developer", 1)))));
            }
            OffsetDateTime now = OCTOBER.atOffset(ZoneOffset.UTC);
            run(world, SUBSCRIBE, Tuple.of(ids, names, definitions, now));
            run(world, APPLY, Tuple.of(ids, names));
        }
        world.setNow(Instant.parse("2026-11-30T23:00:00Z"));
        world.due(world.now());
        List<LogRecord> log = DrainBench.log(world, events, customers);
        WorldOwner owner = world.owner(log);
        long next = 0;
        while (next < log.size()) {
            next = owner.unit(50_000).position().nextOffset();
            owner.published().clear();
        }
        world.sql("ANALYZE");
    }

    private static void run(World world, String sql, Tuple parameters) {
        world.pool().preparedQuery(sql).execute(parameters).await().atMost(Duration.ofMinutes(1));
    }
}
