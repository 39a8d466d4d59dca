package io.tallystick.rating.app;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * How fast one owner drains its partition into a real PostgreSQL: {@code DrainBench [events] [customers] [unit] [repeats] [ids]}, where
 * {@code repeats} of a thousand events repeat any earlier one, and {@code random} ids do not grow with time. Bounded by its arguments, on
 * the loopback interface alone. It prints its conditions and checks the ledger afterwards.
 */
final class DrainBench {
    private static final long SEED = 7;

    /** Of version 7, so that ids grow with their number. */
    private static final long ID_BASE = 0x0190_0000_0000_7000L;

    private static final Instant RECEIVED = Instant.parse("2026-11-30T00:00:00Z");
    private static final long MONTH_MILLIS = 2_500_000_000L;
    private static final int JITTER_MILLIS = 60_000;

    private DrainBench() {}

    public static void main(String[] arguments) {
        int events = argument(arguments, 0, 200_000);
        int customers = argument(arguments, 1, 800);
        int unit = argument(arguments, 2, 20_000);
        try (World world = new World()) {
            world.load("/price-books/pipeline.yaml");
            for (int i = 0; i < customers; i++) {
                world.subscribe("customer-" + i);
            }
            world.run();
            world.setNow(Instant.parse("2026-11-30T00:00:00Z"));
            int repeats = argument(arguments, 3, 0);
            boolean randomIds = arguments.length > 4 && arguments[4].equals("random");
            world.log().addAll(usage(events, customers, world.log().size(), repeats, randomIds));
            WorldOwner owner = world.owner();
            for (int round = 0; world.position().nextOffset() < world.log().size(); round++) {
                long start = System.nanoTime();
                long cpu = cpuNanos();
                long postgres = world.database().cpuNanos();
                long before = world.position().nextOffset();
                owner.unit(unit);
                long done = world.position().nextOffset() - before;
                long micros = (System.nanoTime() - start) / 1_000;
                System.out.printf(
                        Locale.ROOT,
                        "unit %d: %d events in %d ms, %d events/s; %d ns of CPU an event here, %d in PostgreSQL%n",
                        round,
                        done,
                        micros / 1_000,
                        done * 1_000_000 / Math.max(1, micros),
                        (cpuNanos() - cpu) / done,
                        (world.database().cpuNanos() - postgres) / done);
            }
            Ledger ledger = world.position().ledger();
            System.out.println("cores " + Runtime.getRuntime().availableProcessors() + ", customers " + customers
                    + ", unit " + unit + ", repeats of a thousand " + repeats + ", ids "
                    + (randomIds ? "random" : "ordered") + ", ledger " + ledger);
            boolean complete = ledger.rated() + ledger.duplicate() == events;
            if (!complete || ledger.rated() != world.count("event") || ledger.difference() != 0) {
                throw new IllegalStateException("the ledger is wrong");
            }
        }
    }

    /** Rates so many events of so many customers, as they come in over the month. */
    static void fill(World world, int events, int customers, int unit) {
        world.load("/price-books/pipeline.yaml");
        for (int i = 0; i < customers; i++) {
            world.subscribe("customer-" + i);
        }
        world.run();
        world.setNow(Instant.parse("2026-11-30T00:00:00Z"));
        List<LogRecord> log = log(world, events, customers);
        WorldOwner owner = world.owner(log);
        while (world.position().nextOffset() < log.size()) {
            owner.unit(unit);
            owner.published().clear();
        }
    }

    /** The log of the world, and so many events after it. */
    static List<LogRecord> log(World world, int events, int customers) {
        return new Longer(world.log(), usage(events, customers, world.log().size(), 0, false));
    }

    /** A log whose usage at the end is made when it is read: more of it than memory holds. */
    private static final class Longer extends AbstractList<LogRecord> {
        private final List<LogRecord> begin;
        private final List<LogRecord.Usage> usage;

        Longer(List<LogRecord> begin, List<LogRecord.Usage> usage) {
            this.begin = begin;
            this.usage = usage;
        }

        @Override
        public LogRecord get(int offset) {
            return offset < begin.size() ? begin.get(offset) : usage.get(offset - begin.size());
        }

        @Override
        public int size() {
            return begin.size() + usage.size();
        }
    }

    /** The wall clock says little on a machine that is shared. */
    private static long cpuNanos() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .toNanos();
    }

    private static int argument(String[] arguments, int at, int otherwise) {
        return arguments.length > at ? Integer.parseInt(arguments[at]) : otherwise;
    }

    /** Events that occur one after the other through November, each made when it is asked for, and always the same. */
    static List<LogRecord.Usage> usage(int events, int customers, int from, int repeats, boolean randomIds) {
        return new AbstractList<>() {
            @Override
            public LogRecord.Usage get(int i) {
                SplittableRandom random = new SplittableRandom(SEED * events + i);
                if (i > 0 && random.nextInt(1_000) < repeats) {
                    LogRecord.Usage before = get(random.nextInt(i));
                    return new LogRecord.Usage(from + i, RECEIVED, before.key(), before.event());
                }
                String customer = "customer-" + random.nextInt(customers);
                Instant time = World.NOVEMBER.plusMillis(MONTH_MILLIS * i / events + random.nextInt(JITTER_MILLIS));
                long id = randomIds ? random.nextLong() : i;
                return new LogRecord.Usage(from + i, RECEIVED, customer, event(customer, id, time, random));
            }

            @Override
            public int size() {
                return events;
            }
        };
    }

    private static byte[] event(String customer, long id, Instant time, SplittableRandom random) {
        String json = random.nextInt(10) < 7
                ? event(
                        customer,
                        "io.tallystick.mcp.tool-call.v1",
                        id,
                        time,
                        "{\"tool\":\"search\",\"outcome\":\"ok\"," + "\"model\":\"m" + random.nextInt(5) + "\"}")
                : event(
                        customer,
                        "io.tallystick.compute.v1",
                        id,
                        time,
                        "{\"seconds\":\"" + random.nextInt(100) + ".25\",\"accelerator\":\""
                                + (random.nextBoolean() ? "gpu" : "cpu") + "\"}");
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static String event(String customer, String type, long id, Instant time, String data) {
        return "{\"specversion\":\"1.0\",\"id\":\"" + new UUID(ID_BASE + (id << 16), Long.MIN_VALUE | id)
                + "\",\"source\":\"https://mcp.example.com/servers/eu-1\",\"type\":\"" + type + "\",\"subject\":\""
                + customer + "\",\"time\":\"" + time + "\",\"data\":" + data + "}";
    }
}
