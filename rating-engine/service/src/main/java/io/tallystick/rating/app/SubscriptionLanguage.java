package io.tallystick.rating.app;

import io.tallystick.rating.model.Fact;
import io.tallystick.rating.model.Subscription;
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
    /** The newest published version of a plan; for facts that name a plan without a version. */
    interface NewestVersion extends Function<String, Optional<Integer>> {}

    /** Reads a subscription in the form that {@link #write} gives it. */
    Subscription readSubscription(String json);

    /** Reads what a caller sends to begin a subscription; see the REST API. */
    Subscription readNew(String json, String idIfNone, NewestVersion newest);

    /** Reads one fact. */
    Fact readFact(String json, NewestVersion newest);

    /** The subscription as canonical JSON. */
    String write(Subscription subscription);
}
