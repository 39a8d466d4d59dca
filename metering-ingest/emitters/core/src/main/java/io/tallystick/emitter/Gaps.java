package io.tallystick.emitter;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Events that had to be dropped, by customer and type, until an event tells them. */
final class Gaps {
    private static final String TYPE = "io.tallystick.emitter.gap.v1";
    private static final int MOST = 10_000;
    private static final Key OTHERS = new Key("unattributed", "various");

    private final Map<Key, Gap> open = new HashMap<>();

    synchronized void add(Usage usage, Instant at, String reason) {
        Key key = new Key(usage.customer(), usage.type());
        if (open.size() >= MOST && !open.containsKey(key)) {
            key = OTHERS;
        }
        open.merge(key, new Gap(1, at, at, reason), Gap::plus);
    }

    /** Takes every open gap out, as the usage that tells it. */
    synchronized List<Usage> take() {
        List<Usage> told = new ArrayList<>();
        open.forEach((key, gap) -> told.add(gap.usage(key)));
        open.clear();
        return told;
    }

    /** Puts a gap back that could not be told yet. */
    synchronized void putBack(Usage told) {
        Map<String, Object> data = told.data();
        Gap gap = new Gap(
                (Long) data.get("dropped"),
                Instant.parse((String) data.get("first")),
                Instant.parse((String) data.get("last")),
                (String) data.get("reason"));
        open.merge(new Key(told.customer(), (String) data.get("type")), gap, Gap::plus);
    }

    private record Key(String customer, String type) {}

    private record Gap(long dropped, Instant first, Instant last, String reason) {
        Gap plus(Gap other) {
            return new Gap(
                    dropped + other.dropped,
                    first.isBefore(other.first) ? first : other.first,
                    last.isAfter(other.last) ? last : other.last,
                    reason);
        }

        Usage usage(Key key) {
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("dropped", dropped);
            data.put("type", key.type());
            data.put("first", first.truncatedTo(ChronoUnit.MICROS).toString());
            data.put("last", last.truncatedTo(ChronoUnit.MICROS).toString());
            data.put("reason", reason);
            return new Usage(TYPE, key.customer(), data);
        }
    }
}
