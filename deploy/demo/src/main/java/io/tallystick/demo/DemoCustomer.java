package io.tallystick.demo;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One customer of the demo with its only subscription.
 *
 * @param id customer id, the {@code subject} of its events
 * @param name as it stands on the invoice
 * @param city the address, one line
 * @param zone where its days begin
 * @param tier its plan
 * @param start first day of the subscription, from midnight in {@code zone}
 * @param anchor the day from which its periods are counted; not after {@code start}
 * @param volume how much it sends
 * @param takes the optional charges that it has
 * @param ownPrices prices of its contract by charge, as JSON in the price language
 * @param minimum what it has committed to for each period, in place of its plan
 */
public record DemoCustomer(
        String id,
        String name,
        String city,
        ZoneId zone,
        Tier tier,
        LocalDate start,
        LocalDate anchor,
        Volume volume,
        List<Take> takes,
        Map<String, String> ownPrices,
        Optional<String> minimum) {
    /** Copies the collections. */
    public DemoCustomer {
        takes = List.copyOf(takes);
        ownPrices = Map.copyOf(ownPrices);
    }

    /** A customer with nothing optional and the prices of its plan. */
    public static DemoCustomer of(
            String id, String name, String city, String zone, Tier tier, LocalDate start, Volume volume) {
        return new DemoCustomer(
                id, name, city, ZoneId.of(zone), tier, start, start, volume, List.of(), Map.of(), Optional.empty());
    }

    /** Counts the periods from another day than the first. */
    public DemoCustomer anchored(LocalDate day) {
        return new DemoCustomer(id, name, city, zone, tier, start, day, volume, takes, ownPrices, minimum);
    }

    /** Takes optional charges. */
    public DemoCustomer taking(Take... more) {
        return new DemoCustomer(id, name, city, zone, tier, start, anchor, volume, List.of(more), ownPrices, minimum);
    }

    /** Pays its own prices. */
    public DemoCustomer paying(Map<String, String> prices) {
        return new DemoCustomer(id, name, city, zone, tier, start, anchor, volume, takes, prices, minimum);
    }

    /** Commits to a minimum for each period. */
    public DemoCustomer committing(String amount) {
        return new DemoCustomer(
                id, name, city, zone, tier, start, anchor, volume, takes, ownPrices, Optional.of(amount));
    }

    /** First instant of the subscription. */
    public Instant startsAt() {
        return start.atStartOfDay(zone).toInstant();
    }

    /** The id of the subscription, fixed so that a second run of the demo finds the first one's. */
    public String subscriptionId() {
        return "sub-" + id;
    }

    /** Where invoices go; a domain that never receives mail. */
    public String email() {
        return "billing@" + id + ".example";
    }

    /**
     * How many events a customer sends in the month.
     *
     * @param calls tool calls
     * @param compute compute events
     * @param storage changes of the stored level
     * @param consulting reports of consulting hours
     */
    public record Volume(int calls, int compute, int storage, int consulting) {}
}
