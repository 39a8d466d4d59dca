package io.tallystick.rating.app;

import static io.tallystick.rating.app.World.NOVEMBER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The owners of partitions over a real PostgreSQL, with a log whose troubles a test can arrange. */
@Tag("integration")
class PipelineTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void a_reader_that_begins_too_late_is_sent_back_to_the_position() {
        try (World world = World.withAcme();
                Rig rig = new Rig(world)) {
            world.call("acme", "1", "2026-11-02T00:00:00Z").call("acme", "2", "2026-11-03T00:00:00Z");
            world.run();
            world.call("acme", "3", "2026-11-04T00:00:00Z").call("acme", "4", "2026-11-05T00:00:00Z");
            rig.pipeline.assigned(List.of(0));

            rig.deliver(4, 5);

            await(() -> rig.log.sought.contains(3L));
            assertEquals(3, world.position().nextOffset());
            rig.deliver(3, 5);
            await(() -> world.position().nextOffset() == 5);
            assertEquals(4, world.line("acme", "calls", NOVEMBER).eventCount());
        }
    }

    @Test
    void a_hole_in_the_log_is_no_gap() {
        try (World world = World.withAcme();
                Rig rig = new Rig(world)) {
            world.call("acme", "1", "2026-11-02T00:00:00Z")
                    .call("acme", "2", "2026-11-03T00:00:00Z")
                    .call("acme", "3", "2026-11-04T00:00:00Z");
            rig.pipeline.assigned(List.of(0));
            rig.deliver(0, 2);
            await(() ->
                    world.store().position(0).isPresent() && world.position().nextOffset() == 2);
            rig.log.hole = 2;

            rig.deliver(3, 4);

            await(() -> world.position().nextOffset() == 4);
            assertTrue(rig.log.sought.isEmpty());
        }
    }

    /** A pause lets a unit of work grow, and what a control record says is never more than that record. */
    @Test
    void control_records_and_usage_that_ends_before_one_wait_for_nothing() {
        try (World world = new World();
                Rig rig = new Rig(world, Duration.ofHours(1))) {
            world.load("/price-books/pipeline.yaml");
            for (int i = 0; i < 20; i++) {
                world.subscribe("customer-" + i);
                world.call("customer-" + i, "1", "2026-11-02T00:00:00Z");
            }
            world.subscribe("the-last-one");
            rig.pipeline.assigned(List.of(0));

            rig.deliver(0, world.log().size());

            await(() -> world.store().position(0).isPresent()
                    && world.position().nextOffset() == world.log().size());
            assertEquals(20, world.position().ledger().rated());
        }
    }

    /** Two workers are free, and still only one of them rates little at a time. */
    @Test
    void small_units_of_different_partitions_take_turns() throws InterruptedException {
        try (World world = World.withAcme();
                Rig rig = new Rig(world, Duration.ofHours(1));
                SmallUnit first = rig.beginSmallUnit()) {
            rig.offer(1, 1);

            Thread.sleep(300);
            assertEquals(0, first.beside.get());
            first.end();
            await(() -> first.beside.get() == 1);
        }
    }

    @Test
    void a_large_unit_begins_beside_a_small_one() throws InterruptedException {
        try (World world = World.withAcme();
                Rig rig = new Rig(world, Duration.ofHours(1));
                SmallUnit first = rig.beginSmallUnit()) {
            rig.offer(1, Rig.UNIT / 4);

            await(() -> first.beside.get() == 1);
        }
    }

    @Test
    void a_small_unit_that_has_waited_for_others_a_quarter_as_long_as_for_itself_begins_beside_them()
            throws InterruptedException {
        try (World world = World.withAcme();
                Rig rig = new Rig(world, Duration.ofMillis(50));
                SmallUnit first = rig.beginSmallUnit()) {
            rig.offer(1, 1);

            await(() -> first.beside.get() == 1);
        }
    }

    @Test
    void rule_2_a_stale_owner_fails_and_reads_the_position_again() {
        try (World world = World.withAcme();
                Rig rig = new Rig(world)) {
            world.call("acme", "1", "2026-11-02T00:00:00Z");
            rig.pipeline.assigned(List.of(0));
            rig.deliver(0, 1);
            await(() ->
                    world.store().position(0).isPresent() && world.position().nextOffset() == 1);
            world.run();
            world.call("acme", "2", "2026-11-03T00:00:00Z");

            rig.deliver(1, world.log().size());

            await(() -> world.position().nextOffset() == world.log().size());
            assertEquals(1, rig.monitor.fenced.get());
            assertEquals(2, world.position().ledger().rated());
            assertEquals(0, world.position().ledger().duplicate());
        }
    }

    @Test
    void a_database_that_goes_away_delays_and_loses_nothing() {
        try (World world = World.withAcme();
                Rig rig = new Rig(world)) {
            rig.pipeline.assigned(List.of(0));
            rig.deliver(0, 1);
            await(() ->
                    world.store().position(0).isPresent() && world.position().nextOffset() == 1);
            world.call("acme", "1", "2026-11-02T00:00:00Z");
            world.database().refuseConnections();

            rig.deliver(1, 2);
            await(() -> rig.monitor.failed.get() > 0);
            world.database().acceptConnections();

            await(() -> world.position().nextOffset() == 2);
            assertEquals(1, world.position().ledger().rated());
        }
    }

    @Test
    void a_new_owner_publishes_again_what_the_last_one_may_not_have_published() {
        try (World world = World.withAcme()) {
            world.call("acme", "1", "2026-11-02T00:00:00Z")
                    .seal("close-1", NOVEMBER)
                    .raw("acme", "poison");
            world.run();
            try (Rig rig = new Rig(world)) {
                rig.pipeline.assigned(List.of(0));

                await(() -> rig.rated.units.size() == 1);

                assertEquals(world.lines().keySet(), rig.rated.lines.keySet());
                assertEquals(1, rig.rated.units.getFirst().seals().size());
                assertEquals(1, rig.rated.units.getFirst().rejections().size());
                assertEquals(world.position(), rig.rated.units.getFirst().position());
            }
            world.store().savePublished(Map.of(0, world.position().nextOffset()));
            try (Rig rig = new Rig(world)) {
                rig.pipeline.assigned(List.of(0));

                await(() -> rig.rated.units.size() == 1);

                assertTrue(rig.rated.lines.isEmpty());
            }
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("it did not happen within " + PATIENCE);
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        }
    }

    /** A pipeline over the store of a world. */
    private static final class Rig implements AutoCloseable {
        private static final int UNIT = 100;

        private final World world;
        private final ArrangedLog log = new ArrangedLog();
        private final Published rated = new Published();
        private final CountingMonitor monitor = new CountingMonitor();
        private final RatingPipeline pipeline;

        Rig(World world) {
            this(world, Duration.ofMillis(10));
        }

        Rig(World world, Duration pause) {
            this.world = world;
            pipeline = new RatingPipeline(
                    world.store(),
                    world.catalog(),
                    log,
                    rated,
                    monitor,
                    new RatingLimits(2, UNIT, 1_000, pause, 100, 1_000, 1_000));
        }

        /** What a poll brings. */
        void deliver(int from, int to) {
            List<LogRecord> records = List.copyOf(world.log().subList(from, to));
            var _ = pipeline.offer(0, records.size(), () -> records);
        }

        /** What a poll brings a partition of which nobody knows anything yet: so many calls of one customer. */
        void offer(int partition, int calls) {
            int from = world.log().size();
            for (int i = 0; i < calls; i++) {
                world.call("acme", partition + "-" + i, "2026-11-02T00:00:00Z");
            }
            List<LogRecord> records = List.copyOf(world.log().subList(from, from + calls));
            var _ = pipeline.offer(partition, calls, () -> records);
        }

        /** Begins a unit of one record on partition 0 of two, which lasts until it is told to end. */
        SmallUnit beginSmallUnit() throws InterruptedException {
            SmallUnit first = new SmallUnit();
            CountDownLatch begun = new CountDownLatch(1);
            rated.room = () -> {
                begun.countDown();
                first.mayEnd.await();
            };
            pipeline.assigned(List.of(0, 1));
            offer(0, 1);
            assertTrue(begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));
            rated.room = first.beside::incrementAndGet;
            return first;
        }

        @Override
        public void close() {
            try {
                pipeline.stop(10);
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        }
    }

    /** A unit of work that is under way, and how many began beside it. */
    private static final class SmallUnit implements AutoCloseable {
        private final CountDownLatch mayEnd = new CountDownLatch(1);
        private final AtomicInteger beside = new AtomicInteger();

        void end() {
            mayEnd.countDown();
        }

        @Override
        public void close() {
            end();
        }
    }

    private static final class ArrangedLog implements UsageLog {
        private final List<Long> sought = new CopyOnWriteArrayList<>();
        private volatile long hole = -1;

        @Override
        public long firstReadable(int partition, long offset) {
            return offset == hole ? offset + 1 : offset;
        }

        @Override
        public long beginning(int partition) {
            return 0;
        }

        @Override
        public void seek(int partition, long offset) {
            sought.add(offset);
        }

        @Override
        public void done(int partition, long nextOffset) {}

        @Override
        public int partitions() {
            return 1;
        }
    }

    private static final class Published implements RatedLog, RatedLog.Outlet {
        private final Map<String, PublishedLine> lines = new HashMap<>();
        private final List<Committed> units = new CopyOnWriteArrayList<>();
        private volatile Room room = () -> {};

        interface Room {
            void await() throws InterruptedException;
        }

        @Override
        public void awaitRoom() throws InterruptedException {
            room.await();
        }

        @Override
        public synchronized void again(long since, Collection<PublishedLine> more) {
            more.forEach(line -> lines.put(line.line().id(), line));
        }

        @Override
        public Outlet open(int partition) {
            return this;
        }

        @Override
        public void committed(Committed unit) {
            again(0, unit.lines());
            units.add(unit);
        }

        @Override
        public void close() {}

        @Override
        public Optional<Long> publishedUpTo(int partition) {
            return Optional.empty();
        }
    }

    private static final class CountingMonitor implements RatingMonitor {
        private final AtomicInteger fenced = new AtomicInteger();
        private final AtomicInteger failed = new AtomicInteger();
        private final List<String> said = new ArrayList<>();

        @Override
        public void done(Ledger added, Duration duration) {}

        @Override
        public void positions(List<Position> positions) {}

        @Override
        public void lag(long records) {}

        @Override
        public void fenced(StaleOwnerException stale) {
            fenced.incrementAndGet();
        }

        @Override
        public void failed(int partition, RuntimeException trouble) {
            failed.incrementAndGet();
        }

        @Override
        public void recovered(int partition) {}

        @Override
        public void parked(Parked subscription) {}

        @Override
        public void parked(long subscriptions) {}

        @Override
        public void notAnnounced(String what, RuntimeException trouble) {}

        @Override
        public void readAgain(int partition, long next, long first) {
            synchronized (said) {
                said.add(next + " " + first);
            }
        }
    }
}
