package io.tallystick.rating.verify;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Reads what is stored as it stands, as text, for the second computation. */
public interface VerificationStore {

    /** Reads under one snapshot: what a unit of work commits meanwhile is seen as a whole or not at all. */
    <T> T snapshot(Function<Reading, T> reading);

    /** Questions within a snapshot. */
    interface Reading {
        /** Definitions of all meters. */
        List<String> meters();

        /** All versions of all plans. */
        List<PlanText> plans();

        /** Accounts by their customer, after one. */
        List<AccountText> accounts(String after, int limit);

        /** Accounts of customers in the order of a hash of their ids and a seed: another sample for each seed. */
        List<AccountText> sample(String seed, int limit);

        /** The account of one customer, or none. */
        List<AccountText> account(String customerId);

        /** Subscriptions of customers. */
        List<SubscriptionText> subscriptions(Collection<String> customers);

        /** Lines of billing periods that start in a span. */
        List<LineText> lines(Collection<String> customers, Instant from, Instant to);

        /** Events that count, by customer in the order of (time, source, id), a few thousand at a time. */
        void events(
                Collection<String> customers,
                Collection<String> types,
                Instant from,
                Instant to,
                Consumer<EventText> each);
    }

    /** A version of a plan. */
    record PlanText(String key, int version, String definition) {}

    /** How far a customer's facts are applied, by subscription, and its periods opened. */
    record AccountText(String customerId, String applied, Instant openedUntil) {}

    /** A subscription with its facts. */
    record SubscriptionText(String customerId, String id, String definition) {}

    /** A line as it is published. */
    record LineText(String customerId, String subscriptionId, Instant periodStart, String content) {}

    /** An event with its payload. */
    record EventText(String customerId, String type, Instant occurredAt, String data) {}
}
