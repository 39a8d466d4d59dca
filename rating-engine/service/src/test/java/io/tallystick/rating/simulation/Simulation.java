package io.tallystick.rating.simulation;

import io.tallystick.rating.app.Announcer;
import io.tallystick.rating.app.Catalog;
import io.tallystick.rating.app.Correction;
import io.tallystick.rating.app.SubscriptionStore.StoredSubscription;
import io.tallystick.rating.app.Subscriptions;
import io.tallystick.rating.config.pricebook.SubscriptionCodec;
import io.tallystick.rating.model.Subscription;
import io.tallystick.testkit.simulation.Crash;
import io.tallystick.testkit.simulation.Difference;
import io.tallystick.testkit.simulation.Fate;
import io.tallystick.testkit.simulation.Fault;
import io.tallystick.testkit.simulation.History;
import io.tallystick.testkit.simulation.Shrunk;
import io.tallystick.testkit.simulation.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One run from one seed: senders, operators, closes, and up to three instances of the real pipeline over a log and a store in memory. One
 * thread does everything, and the seed decides whose turn it is, what fails, and who acts in the middle of somebody else's transaction.
 * Then everything comes to rest without faults, and what stands there is compared with what the {@link Oracle} says.
 */
final class Simulation {
    private static final Catalog CATALOG = Prices.catalog();
    private static final int LONGEST_REST = 400;

    private final Fate fate;
    private final int steps;
    private final Watch watch = new Watch();
    private final MemorySubscriptions subscriptions;
    private final MemoryCorrections corrections;
    private final MemoryStore store;
    private final MemoryLog log;
    private final RatedTopics topics;
    private final Traffic traffic;
    private final Instance.Surroundings around;
    private final List<Instance> instances = new ArrayList<>();
    private final Map<Integer, Integer> owners = new TreeMap<>();
    private final Set<Integer> unaware = new HashSet<>();
    private final MemoryGroup group;
    private int lives;
    private Instant end;
    private Instant now = Instant.parse("2026-11-05T00:00:00Z");

    /**
     * What is simulated.
     *
     * @param seed of everything
     * @param bugs mistakes that are built in
     * @param faults what may go wrong
     * @param steps how many before everything comes to rest; 0 lets the seed decide
     */
    record Setting(long seed, Set<Bug> bugs, Set<Fault> faults, int steps) {
        /** A seed with all faults and no mistakes. */
        static Setting of(long seed) {
            return new Setting(seed, Set.of(), Set.of(Fault.values()), 0);
        }
    }

    /**
     * What became of a run.
     *
     * @param digest of everything that happened
     * @param fenced how often a stale owner was refused by the store
     * @param unheard how often a stale owner was refused by the group, and what it published is not read
     * @param readAgain how often a gap was noticed
     * @param injected how often which fault happened
     */
    record Result(long digest, long fenced, long unheard, long readAgain, Map<Fault, Long> injected) {}

    Simulation(Setting setting) {
        fate = new Fate(setting.seed(), setting.faults());
        steps = setting.steps() > 0 ? setting.steps() : 20 + fate.below(80);
        int partitions = 1 + fate.below(3);
        subscriptions = new MemorySubscriptions(fate);
        corrections = new MemoryCorrections(fate);
        store = new MemoryStore(fate, setting.bugs(), partitions, subscriptions, corrections);
        log = new MemoryLog(fate, setting.bugs(), this::now, partitions);
        group = new MemoryGroup(setting.bugs());
        topics = new RatedTopics(fate, setting.bugs(), group);
        SubscriptionCodec language = new SubscriptionCodec();
        Announcer announcer = new Announcer(null, subscriptions, corrections, null, null, null, log, watch);
        Subscriptions commands = new Subscriptions(subscriptions, CATALOG, language, announcer, log, this::now);
        traffic = new Traffic(fate, log, subscriptions, corrections, commands, announcer, this::now);
        around = new Instance.Surroundings(
                fate,
                CATALOG,
                log,
                topics,
                store,
                group,
                watch,
                () -> Duration.between(Instant.EPOCH, now).toNanos());
        for (int i = 1 + fate.below(3); i > 0; i--) {
            instances.add(new Instance(instances.size(), lives++, around));
        }
    }

    private Instant now() {
        return now;
    }

    History history() {
        return fate.history();
    }

    /** As the search for the smallest setting wants it. */
    Shrunk.Run asRun() {
        return new Shrunk.Run() {
            @Override
            public void toItsEnd() {
                run();
            }

            @Override
            public History history() {
                return Simulation.this.history();
            }
        };
    }

    /**
     * Runs to the end.
     *
     * @throws Difference if something stands there that must not
     */
    Result run() {
        traffic.begin();
        for (int partition = 0; partition < log.partitions(); partition++) {
            give(partition, fate.below(instances.size()));
        }
        fate.others(this::other);
        fate.calm(false);
        for (int step = 0; step < steps; step++) {
            now = now.plusSeconds(fate.oneIn(3) ? fate.below(10) : fate.below(3 * 86_400));
            if (fate.oneIn(3)) {
                replaceTheDead();
            }
            act();
        }
        fate.calm(true);
        rest();
        audit();
        return new Result(fate.history().digest(), watch.fenced(), group.refused(), watch.readAgain(), fate.injected());
    }

    private void act() {
        switch (fate.below(36)) {
            case 0 -> traffic.begin();
            case 1 -> traffic.change();
            case 2, 3 -> traffic.close();
            case 4 -> traffic.correct();
            case 5, 6 -> rebalance();
            case 7 -> end();
            case 8 -> traffic.due(fate.below(log.partitions()), now);
            default -> other();
        }
    }

    /** What may also happen while somebody is in the middle of something. */
    private void other() {
        switch (fate.below(30)) {
            case 0, 1, 2, 3, 4, 5, 6, 7 -> traffic.send();
            case 8, 9, 10, 11, 12, 13 -> poll();
            case 14, 15, 16, 17, 18, 19, 20 -> turn();
            case 21, 22, 23 -> publish();
            case 24 -> traffic.announce();
            case 25 -> fate.oneOf(instances).commitOffsets();
            case 26 -> tell();
            case 27 -> rebalance();
            case 28 -> traffic.change();
            default -> land();
        }
    }

    private void poll() {
        Instance instance = fate.oneOf(instances);
        if (instance.isAlive() && !instance.owned().isEmpty()) {
            instance.poll(fate.oneOf(instance.owned()), 1 + fate.below(8));
        }
    }

    private void turn() {
        Instance instance = fate.oneOf(instances);
        if (instance.hasTurns()) {
            instance.turn();
        }
    }

    private void publish() {
        Instance instance = fate.oneOf(instances);
        if (instance.isAlive()) {
            instance.publish();
        }
    }

    private void land() {
        if (store.hasLateCommits()) {
            fate.note("late commit");
            attempt(store::landLateCommit);
        }
    }

    private void attempt(Runnable work) {
        try {
            work.run();
        } catch (Trouble | Crash failed) {
            fate.note(String.valueOf(failed.getMessage()));
        }
    }

    private void rebalance() {
        int partition = fate.below(log.partitions());
        int to = fate.below(instances.size());
        Integer from = owners.get(partition);
        if (from != null && from != to) {
            if (fate.strikes(Fault.STALE_OWNER, 2)) {
                fate.note("stale", partition, from);
                unaware.add(from);
            } else {
                fate.strikes(Fault.REBALANCED, 1);
            }
        }
        give(partition, to);
    }

    /** A new generation of the group, in which a partition is somebody's; whoever was lost to the group does not hear of it. */
    private void give(int partition, int to) {
        owners.put(partition, to);
        unaware.remove(to);
        group.begin();
        tellAll();
        Instance instance = instances.get(to);
        if (instance.isAlive()) {
            if (instance.believesToOwn(partition)) {
                instance.revoke(partition);
            }
            instance.assign(partition, firstToRead(partition));
        }
    }

    private void tellAll() {
        for (Instance instance : instances) {
            if (instance.isAlive() && !unaware.contains(instance.number())) {
                for (int partition : instance.owned()) {
                    if (owners.get(partition) != instance.number()) {
                        instance.revoke(partition);
                    }
                }
                instance.join();
            }
        }
    }

    /** Whoever was lost to the group learns it, and is a member again. */
    private void tell() {
        if (!unaware.isEmpty()) {
            unaware.clear();
            group.begin();
            tellAll();
        }
    }

    private long firstToRead(int partition) {
        long committed = group.next(partition);
        if (committed > 0 && fate.strikes(Fault.REDELIVERED, 3)) {
            return fate.below((int) committed);
        }
        boolean known = store.shard(partition).position != null;
        if (known && log.end(partition) > 2 && fate.strikes(Fault.GAP, 6)) {
            return Math.min(
                    log.end(partition) - 1, store.shard(partition).position.nextOffset() + 1 + fate.below(3));
        }
        return committed;
    }

    /** The process is killed; another takes its number. */
    private void end() {
        Instance instance = fate.oneOf(instances);
        if (fate.strikes(Fault.CRASH, 2)) {
            instance.die();
        }
        replaceTheDead();
    }

    private void replaceTheDead() {
        for (int i = 0; i < instances.size(); i++) {
            if (!instances.get(i).isAlive() && !instances.get(i).isBusy()) {
                instances.set(i, new Instance(i, lives++, around));
                unaware.remove(i);
                group.begin();
                tellAll();
                for (int partition = 0; partition < log.partitions(); partition++) {
                    if (owners.get(partition) == i) {
                        give(partition, i);
                    }
                }
            }
        }
    }

    /** No faults any more: everything that is under way comes to its end. */
    private void rest() {
        fate.note("rest");
        restUntilQuiet();
        end = now.plus(Duration.ofDays(2));
        for (int partition = 0; partition < log.partitions(); partition++) {
            traffic.due(partition, end);
        }
        restUntilQuiet();
    }

    private void restUntilQuiet() {
        for (int round = 0; round < LONGEST_REST; round++) {
            now = now.plusSeconds(10);
            replaceTheDead();
            tell();
            while (store.hasLateCommits()) {
                store.landLateCommit();
            }
            traffic.announce();
            while (traffic.isSealing()) {
                traffic.close();
            }
            instances.forEach(this::goOn);
            if (isQuiet()) {
                instances.forEach(Instance::publish);
                return;
            }
        }
        throw new Difference("it never comes to rest");
    }

    private void goOn(Instance instance) {
        instance.owned().forEach(partition -> instance.poll(partition, 50));
        for (int turns = 0; turns < 20 && instance.hasTurns(); turns++) {
            instance.turn();
        }
        instance.publish();
        instance.commitOffsets();
    }

    private boolean isQuiet() {
        if (!traffic.hasAnnouncedAll(store) || instances.stream().anyMatch(Instance::hasTurns)) {
            return false;
        }
        for (int partition = 0; partition < log.partitions(); partition++) {
            long end = log.end(partition);
            boolean done = store.shard(partition).position == null
                    ? end == 0
                    : store.shard(partition).position.nextOffset() == end;
            if (!done) {
                return false;
            }
        }
        return true;
    }

    private void audit() {
        if (watch.defect() != null) {
            throw watch.defect();
        }
        Map<String, Subscription> facts = new HashMap<>();
        for (StoredSubscription one : subscriptions.all()) {
            facts.put(one.subscription().id(), one.subscription());
        }
        Map<String, Correction> made = new HashMap<>();
        corrections.all().forEach(one -> made.put(one.id(), one));
        Audit audit = new Audit(store, topics);
        audit.readTopics();
        for (int i = 0; i < log.partitions(); i++) {
            int partition = i;
            Oracle oracle =
                    new Oracle(partition, log.partitions(), facts, made, offset -> store.factsRead(partition, offset));
            oracle.read(log.entries(partition));
            audit.check(partition, oracle, end);
            audit.checkHoles(partition, log.entries(partition));
        }
    }
}
