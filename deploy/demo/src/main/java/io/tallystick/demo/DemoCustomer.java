package io.tallystick.demo;

import java.time.LocalDate;
import java.time.ZoneId;

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
 */
public record DemoCustomer(
        String id, String name, String city, ZoneId zone, Tier tier, LocalDate start, LocalDate anchor, Volume volume) {

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
     * @param compute compute events, of up to ten minutes each
     * @param storage changes of the stored level
     * @param consulting reports of consulting hours
     */
    public record Volume(int calls, int compute, int storage, int consulting) {}
}
