package io.tallystick.rating.simulation;

import static io.tallystick.testkit.simulation.Difference.unlessEqual;

import io.tallystick.rating.app.Disposition;
import io.tallystick.rating.app.Identity;
import io.tallystick.rating.app.StoredLine;
import io.tallystick.schemas.id.SetDigest;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.schemas.rated.Sealed;
import io.tallystick.schemas.usage.RejectedEvent;
import io.tallystick.testkit.simulation.Difference;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Compares what stands in the store and in the topics with what the oracle says. */
final class Audit {
    private final MemoryStore store;
    private final RatedTopics topics;
    private final Map<String, RatedTopics.Entry> published = new HashMap<>();

    Audit(MemoryStore store, RatedTopics topics) {
        this.store = store;
        this.topics = topics;
    }

    /** All that was published, as a reader keeps it that has read everything. */
    void readTopics() {
        for (int i = 0; i < RatedTopics.PARTITIONS; i++) {
            read(topics.rated(i), published);
        }
        long lines = 0;
        for (int i = 0; i < store.partitions(); i++) {
            lines += store.shard(i).lines.size();
        }
        unlessEqual("published lines", lines, (long) published.size());
    }

    /** The last state of a line is the one that counts, as for every reader of a compacted topic. */
    private static void read(List<RatedTopics.Entry> records, Map<String, RatedTopics.Entry> into) {
        for (RatedTopics.Entry entry : records) {
            if (entry.kind().equals("line")) {
                into.put(entry.key(), entry);
            }
        }
    }

    /** The log has the records of {@code log} and nothing between them. */
    void checkHoles(int partition, List<MemoryLog.Entry> log) {
        Shard shard = store.shard(partition);
        if (shard.position != null) {
            long positions = shard.position.nextOffset() - log.getFirst().offset();
            unlessEqual("partition " + partition + ", holes", positions - log.size(), shard.position.holes());
        }
    }

    void check(int partition, Oracle oracle, Instant end) {
        String here = "partition " + partition + ", ";
        Shard shard = store.shard(partition);
        unlessEqual(here + "parked", List.of(), shard.parked);
        unlessEqual(here + "facts that nobody was told", List.of(), oracle.untold());
        dispositions(here, shard, oracle);
        published(here, shard);
        Instant sealed = null;
        unlessEqual(
                here + "closes",
                oracle.closes().stream().map(Oracle.Close::id).toList(),
                List.copyOf(shard.seals.keySet()));
        for (Oracle.Close close : oracle.closes()) {
            close(here + close.id() + ", ", partition, close);
            sealed = close.cutoff();
        }
        compare(here + "open, ", oracle.open(end), worth(shard, sealed, Instant.MAX));
    }

    private static void dispositions(String here, Shard shard, Oracle oracle) {
        if (shard.position == null) {
            unlessEqual(here + "records", 0L, oracle.received() + oracle.control());
            return;
        }
        unlessEqual(
                here + "received", oracle.received(), shard.position.ledger().received());
        unlessEqual(
                here + "control records",
                oracle.control(),
                shard.position.ledger().control());
        unlessEqual(here + "balance", 0L, shard.position.ledger().difference());
        unlessEqual(
                here + "ledger",
                oracle.dispositions(),
                new TreeMap<>(shard.position.ledger().dispositions()));
        Map<Identity, Disposition> expected = new LinkedHashMap<>();
        for (Oracle.Kept kept : oracle.kept()) {
            Sent sent = kept.sent();
            expected.put(new Identity(sent.customer(), sent.source(), sent.id()), oracle.disposition(kept));
        }
        Map<Identity, Disposition> found = new LinkedHashMap<>();
        shard.events.forEach(
                (identity, kept) -> found.put(identity, kept.event().disposition()));
        unlessEqual(here + "events", expected, found);
        long repeats =
                oracle.dispositions().get("duplicate") + oracle.dispositions().get("conflict");
        unlessEqual(here + "repetitions", repeats, (long) shard.repeats.size());
        unlessEqual(here + "rejections", oracle.dispositions().get("rejected"), (long) shard.rejections.size());
    }

    private void published(String here, Shard shard) {
        shard.lines.forEach((id, line) -> {
            RatedTopics.Entry entry = published.get(id);
            if (entry == null || !Arrays.equals(entry.value(), line.line().json())) {
                throw new Difference(here + "line " + line.line().line() + " is not what was published: "
                        + (entry == null ? null : Json.read(entry.value(), RatedLine.class)));
            }
        });
        Set<Long> told = new HashSet<>();
        int partition = shard.position == null ? -1 : shard.position.partition();
        for (RatedTopics.Entry entry : topics.rejected()) {
            RejectedEvent rejected = Json.read(entry.value(), RejectedEvent.class);
            if (rejected.partition() == partition) {
                told.add(rejected.offset());
            }
        }
        unlessEqual(here + "published rejections", shard.rejections.keySet(), told);
    }

    private void close(String here, int partition, Oracle.Close expected) {
        Shard shard = store.shard(partition);
        Sealed sealed = shard.seals.get(expected.id());
        unlessEqual(here + "cut-off", expected.cutoff(), sealed.cutoff());
        unlessEqual(here + "previous", String.valueOf(expected.previous()), String.valueOf(sealed.previousCutoff()));
        unlessEqual(here + "received", expected.received(), sealed.received());
        unlessEqual(here + "dispositions", expected.dispositions(), new TreeMap<>(sealed.dispositions()));
        compare(here, expected.worth(), worth(shard, expected.previous(), expected.cutoff()));
        SetDigest digest = SetDigest.EMPTY;
        for (StoredLine stored : shard.lines.values()) {
            RatedLine line = stored.line().line();
            if (isIn(line, expected.previous(), expected.cutoff())) {
                digest = digest.plus(line.digest());
            }
        }
        unlessEqual(here + "lines", digest.count(), sealed.lineCount());
        unlessEqual(here + "digest", digest.hex(), sealed.lineDigest());
        Worth all = expected.worth().values().stream().reduce(Worth.NOTHING, Worth::plus);
        BigDecimal said = sealed.amounts().getOrDefault("USD", BigDecimal.ZERO);
        unlessEqual(here + "amounts", 0, all.amount().compareTo(said));
        told(here, partition, expected, Json.bytes(sealed));
    }

    /** Whoever has read the answer in every partition has read every line of the close, in its last state. */
    private void told(String here, int partition, Oracle.Close close, byte[] sealed) {
        Map<String, RatedTopics.Entry> read = new HashMap<>();
        for (int i = 0; i < RatedTopics.PARTITIONS; i++) {
            List<RatedTopics.Entry> records = topics.rated(i);
            String key = "sealed:" + close.id() + ":" + partition + ":" + i;
            int at = 0;
            while (at < records.size() && !key.equals(records.get(at).key())) {
                at++;
            }
            if (at == records.size()) {
                throw new Difference(here + "no answer in partition " + i + " of usage.rated");
            }
            if (!Arrays.equals(sealed, records.get(at).value())) {
                throw new Difference(here + "another answer was published than is kept");
            }
            read(records.subList(0, at), read);
        }
        store.shard(partition).lines.forEach((id, line) -> {
            if (isIn(line.line().line(), close.previous(), close.cutoff())) {
                RatedTopics.Entry entry = read.get(id);
                if (entry == null || !Arrays.equals(entry.value(), line.line().json())) {
                    throw new Difference(here + "the answer was published before line " + id);
                }
            }
        });
    }

    private static boolean isIn(RatedLine line, Instant after, Instant upTo) {
        return (after == null || line.billableAt().isAfter(after))
                && !line.billableAt().isAfter(upTo);
    }

    private static Map<Oracle.Share, Worth> worth(Shard shard, Instant after, Instant upTo) {
        Map<Oracle.Share, Worth> worth = new LinkedHashMap<>();
        for (StoredLine stored : shard.lines.values()) {
            RatedLine line = stored.line().line();
            if (isIn(line, after, upTo)) {
                worth.merge(
                        new Oracle.Share(line.subscriptionId(), line.chargeKey(), line.servicePeriodStart()),
                        new Worth(line.quantity(), line.amount(), line.eventCount()),
                        Worth::plus);
            }
        }
        return worth;
    }

    private static void compare(String here, Map<Oracle.Share, Worth> expected, Map<Oracle.Share, Worth> found) {
        Set<Oracle.Share> all = new HashSet<>(expected.keySet());
        all.addAll(found.keySet());
        for (Oracle.Share share : all) {
            unlessEqual(
                    here + share,
                    expected.getOrDefault(share, Worth.NOTHING),
                    found.getOrDefault(share, Worth.NOTHING));
        }
    }
}
