package io.tallystick.rating.app;

import io.tallystick.rating.model.Fact;
import io.tallystick.rating.model.Subscription;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Function;

/**
 * The notation of subscriptions and of their dated facts, in the spirit of the price language: the same in the REST API, in
 * storage and in {@code changes} of the bill simulation. A fact is {@code at} and one word with what it says:
 * {@code {"at":"2026-11-05T00:00:00Z","quantity":{"charge":"seats","quantity":"5"}}}.
 *
 * <p>Every method that reads throws {@link PriceLanguageRefused} with all findings at once.
 */
public interface SubscriptionLanguage {
    /** Reads a subscription in the form that {@link #write(Subscription)} gives it. */
    Subscription readSubscription(String json);

    /**
     * Reads what a caller sends to begin a subscription.
     *
     * @param idIfNone the id of a subscription that comes without one
     * @param newest the newest published version of a plan, for a plan that is named without a version
     */
    Subscription readNew(String json, String idIfNone, Function<String, Optional<Integer>> newest);

    /**
     * Reads one fact.
     *
     * @param zone of the subscription, for dates
     * @param newest the newest published version of a plan
     */
    Fact readFact(String json, ZoneId zone, Function<String, Optional<Integer>> newest);

    /** The subscription as canonical JSON. */
    String write(Subscription subscription);
}
