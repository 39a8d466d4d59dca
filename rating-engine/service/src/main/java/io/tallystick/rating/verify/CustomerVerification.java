package io.tallystick.rating.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.rating.verify.VerificationReport.Difference;
import io.tallystick.rating.verify.VerificationStore.AccountText;
import io.tallystick.rating.verify.VerificationStore.LineText;
import io.tallystick.rating.verify.VerificationStore.SubscriptionText;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One customer: what is stored against what the second computation says. */
final class CustomerVerification {
    private final String customerId;
    private final NaiveCustomer naive;
    private final Map<String, ZoneId> zones = new TreeMap<>();
    private final Map<Key, List<Sum>> stored = new TreeMap<>();
    private final LocalDate from;
    private final LocalDate to;
    private final Map<Key, long[]> events = new TreeMap<>();
    private long lines;

    CustomerVerification(
            AccountText account,
            List<SubscriptionText> subscriptions,
            VerificationBooks books,
            LocalDate from,
            LocalDate to) {
        this.customerId = account.customerId();
        this.naive = new NaiveCustomer(books.meters());
        this.from = from;
        this.to = to;
        JsonNode applied = VerificationBooks.read(account.applied());
        for (SubscriptionText subscription : subscriptions) {
            JsonNode definition = VerificationBooks.read(subscription.definition());
            zones.put(subscription.id(), ZoneId.of(definition.get("zone").textValue()));
            int known = applied.path(subscription.id()).asInt(0);
            if (known > 0) {
                ObjectNode request = books.request(definition, known);
                String currency = request.at("/plan/currency").textValue();
                naive.add(
                        subscription.id(),
                        new NaiveLife(request),
                        VerificationBooks.digits(currency),
                        account.openedUntil(),
                        from,
                        to);
            }
        }
    }

    NaiveCustomer naive() {
        return naive;
    }

    /** A stored line; a correction counts with the line that it corrects. */
    void stored(LineText text) {
        JsonNode line = VerificationBooks.read(text.content());
        ZoneId zone = zones.getOrDefault(text.subscriptionId(), ZoneId.of("UTC"));
        LocalDate begins = LocalDate.ofInstant(text.periodStart(), zone);
        if (begins.isBefore(from) || !begins.isBefore(to)) {
            return;
        }
        lines++;
        if (line.hasNonNull("meterKey")) {
            Key whole = new Key(text.subscriptionId(), line.get("chargeKey").textValue(), text.periodStart());
            events.computeIfAbsent(whole, _ -> new long[2])[0] +=
                    line.get("eventCount").longValue();
        }
        Key key = new Key(
                text.subscriptionId(),
                line.get("chargeKey").textValue(),
                Instant.parse(line.get("servicePeriodStart").textValue()));
        String original = line.hasNonNull("adjusts")
                ? line.get("adjusts").textValue()
                : line.get("id").textValue();
        List<Sum> sums = stored.computeIfAbsent(key, _ -> new ArrayList<>());
        Optional<Sum> sum =
                sums.stream().filter(one -> one.lineId.equals(original)).findFirst();
        sum.orElseGet(() -> {
                    sums.add(new Sum(original));
                    return sums.getLast();
                })
                .add(line);
    }

    long lines() {
        return lines;
    }

    /** Of every usage charge in a period: the events that are behind it are on its lines, each once. */
    private void compareEvents(List<Difference> differences) {
        naive.behind()
                .forEach(one -> events.computeIfAbsent(
                                        new Key(one.subscription(), one.charge(), one.periodStart()), _ -> new long[2])[
                                1] +=
                        one.events());
        events.forEach((key, counts) -> {
            if (counts[0] != counts[1]) {
                differences.add(
                        difference(key, null, "eventCount", Long.toString(counts[0]), Long.toString(counts[1])));
            }
        });
    }

    List<Difference> differences() {
        List<Difference> differences = new ArrayList<>();
        compareEvents(differences);
        Map<Key, List<NaiveLine>> owed = new TreeMap<>();
        naive.owed()
                .forEach(one -> owed.computeIfAbsent(
                                new Key(
                                        one.subscription(),
                                        one.line().charge(),
                                        one.line().start()),
                                _ -> new ArrayList<>())
                        .add(one.line()));
        owed.forEach((key, computed) -> {
            List<Sum> there = stored.getOrDefault(key, List.of());
            List<Sum> inOrder = there.stream().sorted(Sum.ORDER).toList();
            List<NaiveLine> right = computed.stream()
                    .sorted(Comparator.comparing(NaiveLine::quantity).thenComparing(NaiveLine::exact))
                    .toList();
            for (int i = 0; i < Math.max(right.size(), inOrder.size()); i++) {
                compare(
                        key,
                        i < inOrder.size() ? inOrder.get(i) : null,
                        i < right.size() ? right.get(i) : null,
                        differences);
            }
        });
        stored.forEach((key, sums) -> {
            if (!owed.containsKey(key)) {
                sums.forEach(sum -> compare(key, sum, null, differences));
            }
        });
        return differences;
    }

    private void compare(Key key, Sum stored, NaiveLine computed, List<Difference> differences) {
        if (stored == null) {
            differences.add(
                    difference(key, null, "line", null, computed.amount().text()));
            return;
        }
        if (computed == null) {
            // A line that is no longer owed stands as nothing.
            if (stored.amount.signum() != 0 || stored.unrounded.signum() != 0) {
                differences.add(difference(key, stored.lineId, "line", text(stored.amount), null));
            }
            return;
        }
        check(key, stored.lineId, "quantity", stored.quantity, computed.quantity(), differences);
        check(key, stored.lineId, "unroundedAmount", stored.unrounded, computed.exact(), differences);
        check(key, stored.lineId, "amount", stored.amount, computed.amount(), differences);
    }

    private void check(
            Key key, String lineId, String field, BigDecimal is, Rational right, List<Difference> differences) {
        if (!text(is).equals(right.text())) {
            differences.add(difference(key, lineId, field, text(is), right.text()));
        }
    }

    private static String text(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    private Difference difference(Key key, String lineId, String field, String stored, String computed) {
        return new Difference(customerId, key.subscription, key.charge, key.start, lineId, field, stored, computed);
    }

    private record Key(String subscription, String charge, Instant start) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            return Comparator.comparing(Key::subscription)
                    .thenComparing(Key::charge)
                    .thenComparing(Key::start)
                    .compare(this, other);
        }
    }

    /** An original with its corrections. */
    private static final class Sum {
        private static final Comparator<Sum> ORDER =
                Comparator.<Sum, BigDecimal>comparing(sum -> sum.quantity).thenComparing(sum -> sum.unrounded);

        private final String lineId;
        private BigDecimal quantity = BigDecimal.ZERO;
        private BigDecimal unrounded = BigDecimal.ZERO;
        private BigDecimal amount = BigDecimal.ZERO;

        private Sum(String lineId) {
            this.lineId = lineId;
        }

        private void add(JsonNode line) {
            quantity = quantity.add(new BigDecimal(line.get("quantity").textValue()));
            unrounded = unrounded.add(new BigDecimal(line.get("unroundedAmount").textValue()));
            amount = amount.add(new BigDecimal(line.get("amount").textValue()));
        }
    }
}
