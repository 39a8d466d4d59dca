package io.tallystick.invoice;

import io.tallystick.schemas.id.Partition;
import io.tallystick.schemas.id.SetDigest;
import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.schemas.rated.Sealed;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What rating-engine would seal: it knows the newest state of every line. */
public final class FakeSeals {
    private final int partitions;
    private final List<Sealed.Notice> notices = new ArrayList<>();
    private final Map<String, RatedLine> lines = new LinkedHashMap<>();
    private final Map<Integer, SetDigest> counted = new HashMap<>();
    private final Map<Integer, Map<String, BigDecimal>> amountsCounted = new HashMap<>();

    public FakeSeals(int partitions) {
        this.partitions = partitions;
    }

    public FakeSeals know(RatedLine... states) {
        for (RatedLine line : states) {
            lines.put(line.id(), line);
        }
        return this;
    }

    /** Counts a line that is due in the next close and never changes, without keeping it. */
    public void count(RatedLine line) {
        counted.merge(line.partition(), SetDigest.EMPTY.plus(line.digest()), SetDigest::plus);
        amountsCounted
                .computeIfAbsent(line.partition(), partition -> new HashMap<>())
                .merge(line.currency(), line.amount(), BigDecimal::add);
    }

    public Sealed of(String closeId, Instant cutoff, Instant previous, int partition) {
        SetDigest digest = counted.getOrDefault(partition, SetDigest.EMPTY);
        Map<String, BigDecimal> amounts = new HashMap<>(amountsCounted.getOrDefault(partition, Map.of()));
        for (RatedLine line : lines.values()) {
            boolean due = line.partition() == partition
                    && !line.billableAt().isAfter(cutoff)
                    && (previous == null || line.billableAt().isAfter(previous));
            if (due) {
                digest = digest.plus(line.digest());
                amounts.merge(line.currency(), line.amount(), BigDecimal::add);
            }
        }
        return new Sealed(
                closeId,
                cutoff,
                partition,
                partitions,
                99,
                10,
                dispositions(),
                digest.count(),
                digest.hex(),
                previous,
                amounts,
                Map.of("api_calls", BigDecimal.TEN),
                notices.stream()
                        .filter(one ->
                                one.customerId() == null || Partition.of(one.customerId(), partitions) == partition)
                        .toList());
    }

    /** Usage of a customer that found nothing to be billed to: an exception of the next close. */
    public FakeSeals unmatched(String customer, long records) {
        notices.removeIf(one -> customer.equals(one.customerId()));
        if (records > 0) {
            notices.add(new Sealed.Notice("unmatched_usage", customer, null, "no_subscription", records, null));
        }
        return this;
    }

    private static Map<String, Long> dispositions() {
        return Map.of("rated", 7L, "duplicate", 3L);
    }
}
