package io.tallystick.invoice.assembly;

import io.tallystick.schemas.id.SetDigest;
import io.tallystick.schemas.rated.Sealed;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares the answers to a barrier with the lines that were collected, partition by partition. */
public final class Comparer {
    /** Begins what is said of two figures of rating-engine that must be the same and are not. */
    public static final String RECONCILIATION = "reconciliation ";

    private final Close.Request request;
    private final Close.Barrier barrier;
    private final List<Comparison.Difference> differences = new ArrayList<>();
    private final List<Proof.Part> parts = new ArrayList<>();
    private final Map<String, BigDecimal> quantities = new TreeMap<>();

    private Comparer(Close.Request request, Close.Barrier barrier) {
        this.request = request;
        this.barrier = barrier;
    }

    /**
     * The comparison for a close.
     *
     * @param close whose barrier is written
     * @param answers by partition of {@code usage.events}: its copies, one from each partition of rated lines
     * @param collected by partition of {@code usage.events}; absent is {@link Tally#EMPTY}
     */
    public static Comparison compare(
            Close.Sealing close, Map<Integer, List<Sealed>> answers, Map<Integer, Tally> collected) {
        Close.Barrier written = close.barrier().orElseThrow();
        List<Integer> missing = missing(written, answers);
        if (!missing.isEmpty()) {
            return new Comparison.Waiting(missing);
        }
        Comparer comparer = new Comparer(close.request(), written);
        for (int partition = 0; partition < written.usagePartitions(); partition++) {
            comparer.partition(partition, answers.get(partition), collected.getOrDefault(partition, Tally.EMPTY));
        }
        comparer.strangers(collected);
        return comparer.differences.isEmpty()
                ? new Comparison.Proven(comparer.proof())
                : new Comparison.Differs(comparer.differences);
    }

    /** Partitions of which an answer is still missing; with two partitions and an answer of 0 alone, this is 1. */
    public static List<Integer> missing(Close.Barrier barrier, Map<Integer, List<Sealed>> answers) {
        List<Integer> missing = new ArrayList<>();
        for (int partition = 0; partition < barrier.usagePartitions(); partition++) {
            if (answers.getOrDefault(partition, List.of()).size() < barrier.ratedPartitions()) {
                missing.add(partition);
            }
        }
        return missing;
    }

    private void partition(int partition, List<Sealed> copies, Tally held) {
        Sealed sealed = copies.getFirst();
        long different = copies.stream().filter(copy -> !copy.equals(sealed)).count();
        if (different > 0) {
            differs(partition, "copies of the seal", "one answer", "1 and " + different + " others");
        }
        differs(partition, "cutoff", sealed.cutoff(), request.cutoff());
        differs(partition, "previousCutoff", sealed.previousCutoff(), request.previousCutoff());
        differs(partition, "partitions", sealed.partitions(), barrier.usagePartitions());
        long disposed = sealed.dispositions().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        differs(partition, "dispositions", "received " + sealed.received(), "received " + disposed);
        differs(partition, "lines", sealed.lineCount(), held.lines().count());
        differs(partition, "digest", digest(sealed), held.lines().hex());
        amounts(partition, sealed.amounts(), held.amounts());
        for (Sealed.Notice notice : sealed.notices()) {
            if (notice.code().equals(Sealed.DIFFERENCE)) {
                differences.add(new Comparison.Difference(
                        partition,
                        RECONCILIATION + notice.reason(),
                        "0",
                        notice.count() + " (" + notice.detail() + ")"));
            }
        }
        sealed.quantities().forEach((meter, quantity) -> quantities.merge(meter, quantity, BigDecimal::add));
        parts.add(new Proof.Part(
                partition,
                sealed.offset(),
                sealed.received(),
                sealed.dispositions(),
                sealed.lineCount(),
                held.lines().hex(),
                held.amounts()));
    }

    /** A partition without lines may seal any text as the digest of nothing. */
    private static String digest(Sealed sealed) {
        return sealed.lineCount() == 0 ? SetDigest.EMPTY.hex() : sealed.lineDigest();
    }

    private void amounts(int partition, Map<String, BigDecimal> sealed, Map<String, BigDecimal> held) {
        SortedSet<String> currencies = new TreeSet<>(sealed.keySet());
        currencies.addAll(held.keySet());
        for (String currency : currencies) {
            BigDecimal theirs = sealed.getOrDefault(currency, BigDecimal.ZERO);
            BigDecimal ours = held.getOrDefault(currency, BigDecimal.ZERO);
            if (theirs.compareTo(ours) != 0) {
                differs(partition, "amount " + currency, theirs.toPlainString(), ours.toPlainString());
            }
        }
    }

    /** Lines that name a partition that does not exist would be billed by nobody's seal. */
    private void strangers(Map<Integer, Tally> collected) {
        collected.forEach((partition, tally) -> {
            if (partition < 0 || partition >= barrier.usagePartitions()) {
                differs(partition, "lines", 0L, tally.lines().count());
            }
        });
    }

    private void differs(int partition, String what, Object sealed, Object collected) {
        if (!Objects.equals(sealed, collected)) {
            differences.add(
                    new Comparison.Difference(partition, what, String.valueOf(sealed), String.valueOf(collected)));
        }
    }

    private Proof proof() {
        Map<String, Long> dispositions = new HashMap<>();
        Map<String, BigDecimal> amounts = new HashMap<>();
        long received = 0;
        long lines = 0;
        for (Proof.Part part : parts) {
            received += part.received();
            lines += part.lines();
            part.dispositions().forEach((name, count) -> dispositions.merge(name, count, Long::sum));
            part.amounts().forEach((currency, amount) -> amounts.merge(currency, amount, BigDecimal::add));
        }
        return new Proof(request.cutoff(), received, dispositions, lines, amounts, quantities, 0, parts);
    }
}
