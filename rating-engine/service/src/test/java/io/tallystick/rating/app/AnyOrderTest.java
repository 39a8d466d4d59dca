package io.tallystick.rating.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** DESIGN section 4, rule 5, through the stores: order, batches and restarts leave no trace in what a line says. */
@Tag("integration")
class AnyOrderTest {
    private static final long SEED = 20_261_101L;
    private static final int EVENTS = Integer.getInteger("tally.rounds", 160);

    @Test
    void rule_5_any_order_any_batch_split_and_any_restart_gives_the_same_lines_to_the_byte() {
        Map<String, String> expected = rate(new Random(SEED), false, EVENTS, EVENTS);

        assertFalse(expected.isEmpty());
        assertEquals(expected, rate(new Random(SEED), false, 1, 7), "in order, one by one, restarted every 7 units");
        assertEquals(expected, rate(new Random(SEED), true, 64, EVENTS), "shuffled, in batches of 64");
        assertEquals(expected, rate(new Random(SEED), true, 11, 3), "shuffled, in batches of 11, restarted every 3");
    }

    private static Map<String, String> rate(Random random, boolean shuffled, int batch, int unitsPerOwner) {
        try (World world = new World()) {
            world.load("/price-books/pipeline.yaml");
            for (int customer = 0; customer < 4; customer++) {
                world.subscribe("c" + customer);
            }
            world.run();
            world.setNow(World.DECEMBER.plus(Duration.ofDays(30)));
            append(world, random);
            if (shuffled) {
                List<LogRecord.Usage> usage = new ArrayList<>();
                for (LogRecord record : world.log()) {
                    if (record instanceof LogRecord.Usage event) {
                        usage.add(event);
                    }
                }
                Collections.shuffle(usage, random);
                world.reorder(usage);
            }
            while (world.position().nextOffset() < world.log().size()) {
                WorldOwner owner = world.owner();
                for (int i = 0;
                        i < unitsPerOwner
                                && world.position().nextOffset() < world.log().size();
                        i++) {
                    owner.unit(batch);
                }
            }
            assertEquals(EVENTS, world.position().ledger().received());
            return world.digests();
        }
    }

    /** Two months of calls, compute and levels; every tenth event is the one before it once more. */
    private static void append(World world, Random random) {
        for (int i = 0; i < EVENTS; i++) {
            if (i % 10 == 9) {
                LogRecord.Usage last = (LogRecord.Usage) world.log().getLast();
                world.raw(last.key(), new String(last.event(), StandardCharsets.UTF_8));
            } else {
                String time = World.NOVEMBER
                        .plus(Duration.ofMinutes(random.nextInt(60 * 24 * 61)))
                        .toString();
                append(world, random, "c" + random.nextInt(4), "e" + i, time);
            }
        }
    }

    private static void append(World world, Random random, String customer, String id, String time) {
        switch (random.nextInt(3)) {
            case 0 ->
                world.event(
                        customer,
                        "io.tallystick.mcp.tool-call.v1",
                        id,
                        time,
                        "{\"outcome\":\"ok\",\"model\":\"m" + random.nextInt(5) + "\"}");
            case 1 ->
                world.event(
                        customer,
                        "io.tallystick.compute.v1",
                        id,
                        time,
                        "{\"accelerator\":\"" + (random.nextBoolean() ? "gpu" : "cpu") + "\",\"seconds\":\""
                                + random.nextInt(1_000) + ".125\"}");
            default ->
                world.event(
                        customer,
                        "io.tallystick.storage.v1",
                        id,
                        time,
                        "{\"class\":\"standard\",\"gigabytes\":\"" + random.nextInt(50) + "\"}");
        }
    }
}
