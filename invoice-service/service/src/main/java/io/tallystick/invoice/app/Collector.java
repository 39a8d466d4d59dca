package io.tallystick.invoice.app;

import io.tallystick.schemas.time.Micros;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes in {@code usage.rated}: lines as absolute state by revision, seals and progress as they are told. Redelivery in any order
 * is harmless, and no record ever blocks those behind it.
 */
public final class Collector {
    private final LineStore store;
    private final UsageLog log;
    private final InstantSource clock;
    private final Runnable sealArrived;

    /**
     * A collector.
     *
     * @param log takes the answers to counts of lines
     * @param sealArrived called after a seal was stored, so that a waiting close looks at once
     */
    public Collector(LineStore store, UsageLog log, InstantSource clock, Runnable sealArrived) {
        this.store = store;
        this.log = log;
        this.clock = clock;
        this.sealArrived = sealArrived;
    }

    /**
     * Stores a batch; when this returns it is durable. Blocks.
     *
     * @return what was put aside
     */
    public List<RatedRecord.Broken> collect(List<RatedRecord> batch) {
        List<RatedRecord.Broken> aside = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < batch.size(); i++) {
            if (batch.get(i) instanceof RatedRecord.Counted counted) {
                aside.addAll(take(batch.subList(from, i + 1)));
                from = i + 1;
                store.count(counted, Micros.truncate(clock.instant()))
                        .ifPresent(answer -> log.append(counted.counted().partition(), answer));
            }
        }
        if (from < batch.size()) {
            aside.addAll(take(batch.subList(from, batch.size())));
        }
        return aside;
    }

    private List<RatedRecord.Broken> take(List<RatedRecord> batch) {
        List<RatedRecord> newest = newest(batch);
        List<RatedRecord.Broken> aside = storeOrSplit(newest);
        if (newest.stream().anyMatch(RatedRecord.Seal.class::isInstance)) {
            sealArrived.run();
        }
        return aside;
    }

    /** One bad record costs a few more transactions, not the batch: halves are tried until it stands alone. */
    private List<RatedRecord.Broken> storeOrSplit(List<RatedRecord> batch) {
        try {
            return store.collect(batch);
        } catch (Unstorable refused) {
            if (batch.size() == 1) {
                return store.collect(List.of(asBroken(batch.getFirst(), refused)));
            }
            int half = batch.size() / 2;
            List<RatedRecord.Broken> aside = new ArrayList<>(storeOrSplit(batch.subList(0, half)));
            aside.addAll(storeOrSplit(batch.subList(half, batch.size())));
            return aside;
        }
    }

    private static RatedRecord asBroken(RatedRecord record, Unstorable refused) {
        return switch (record) {
            case RatedRecord.Line line -> broken(line.at(), "line", line.content(), refused);
            case RatedRecord.Seal seal -> broken(seal.at(), "sealed", utf8(seal.content()), refused);
            case RatedRecord.Progressed progressed -> broken(progressed.at(), "progress", new byte[0], refused);
            case RatedRecord.Counted counted -> broken(counted.at(), "counted", new byte[0], refused);
            case RatedRecord.Broken broken -> broken;
        };
    }

    private static RatedRecord broken(RatedRecord.Position at, String kind, byte[] content, Unstorable refused) {
        return new RatedRecord.Broken(
                at, "not_storable", String.valueOf(refused.getMessage()), new RatedRecord.Raw(null, kind, content));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Of several states of one thing only the newest is stored: a statement may touch a row once. */
    private static List<RatedRecord> newest(List<RatedRecord> batch) {
        Map<Object, RatedRecord> newest = new LinkedHashMap<>(batch.size() * 2);
        for (RatedRecord record : batch) {
            newest.merge(identity(record), record, Collector::newer);
        }
        return new ArrayList<>(newest.values());
    }

    private static Object identity(RatedRecord record) {
        return switch (record) {
            case RatedRecord.Line line ->
                List.of("line", line.line().customerId(), line.line().id());
            case RatedRecord.Seal seal ->
                List.of(
                        "seal",
                        seal.seal().closeId(),
                        seal.seal().partition(),
                        seal.at().partition());
            case RatedRecord.Progressed progressed ->
                List.of(
                        "progress",
                        progressed.progress().partition(),
                        progressed.at().partition());
            case RatedRecord.Counted counted -> counted.at();
            case RatedRecord.Broken broken -> broken.at();
        };
    }

    private static RatedRecord newer(RatedRecord before, RatedRecord after) {
        return switch (after) {
            case RatedRecord.Line line ->
                line.line().revision() >= ((RatedRecord.Line) before).line().revision() ? after : before;
            case RatedRecord.Progressed progressed ->
                progressed.progress().offset()
                                >= ((RatedRecord.Progressed) before).progress().offset()
                        ? after
                        : before;
            case RatedRecord.Seal seal -> seal;
            case RatedRecord.Counted counted -> counted;
            case RatedRecord.Broken broken -> broken;
        };
    }
}
