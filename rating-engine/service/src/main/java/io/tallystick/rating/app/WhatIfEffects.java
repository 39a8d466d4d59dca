package io.tallystick.rating.app;

import io.tallystick.rating.app.WhatIf.Result;
import io.tallystick.rating.catalog.PlanVersion;
import io.tallystick.rating.model.PeriodKey;
import io.tallystick.rating.model.PlanRef;
import io.tallystick.rating.model.Point;
import io.tallystick.rating.model.PointRange;
import io.tallystick.rating.model.Subscription;
import io.tallystick.rating.model.SubscriptionRefused;
import io.tallystick.rating.pricing.NotPriced;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The money of past periods as they were and with a draft, by the code of the real run: from the aggregates where they serve, and
 * from the events where the draft counts something else.
 */
final class WhatIfEffects {
    private final RatingStore store;

    WhatIfEffects(RatingStore store) {
        this.store = store;
    }

    /**
     * What is asked of each customer.
     *
     * @param draft in place of every version of its plan
     * @param from billing periods that begin on this local date or later
     * @param to and before this one
     * @param view the catalogue without the draft
     */
    record Question(PlanVersion draft, LocalDate from, LocalDate to, CatalogView view) {}

    /**
     * What came out.
     *
     * @param results by customer and currency; none of customers without a subscription on the plan
     * @param events that were read
     */
    record Effect(List<Result> results, long events) {}

    /** Some customers, under one snapshot. */
    Effect of(List<String> customers, Question question) {
        return store.snapshot(tx -> {
            Some some = new Some(tx, question);
            List<WhatIfLives> all = some.lives(customers);
            some.readFolded(all);
            all.forEach(some::compute);
            return new Effect(some.results, some.events);
        });
    }

    /** Customers that are computed together: what they need is read at once. */
    private static final class Some {
        private final RatingTransaction tx;
        private final Question question;
        private final List<Result> results = new ArrayList<>();
        private Map<PeriodKey, List<StoredSeries>> series = Map.of();
        private Map<String, List<Point>> points = Map.of();
        private long events;

        Some(RatingTransaction tx, Question question) {
            this.tx = tx;
            this.question = question;
        }

        List<WhatIfLives> lives(List<String> customers) {
            Map<String, Account> accounts = tx.accounts(customers);
            Map<String, List<Subscription>> subscriptions = tx.subscriptions(customers);
            List<WhatIfLives> all = new ArrayList<>(customers.size());
            for (String customer : customers) {
                Account account = accounts.getOrDefault(customer, Account.unknown(customer));
                List<Subscription> concerned =
                        CustomerBook.applied(subscriptions.getOrDefault(customer, List.of()), account).stream()
                                .filter(this::hasPlan)
                                .toList();
                if (!concerned.isEmpty()) {
                    orUnknown(customer, () -> new WhatIfLives(account, concerned, question))
                            .filter(WhatIfLives::haveAny)
                            .ifPresent(all::add);
                }
            }
            return all;
        }

        private boolean hasPlan(Subscription subscription) {
            return subscription.facts().stream()
                    .flatMap(fact -> PlanRef.named(fact).stream())
                    .anyMatch(plan -> plan.key().equals(question.draft().plan().key()));
        }

        void readFolded(List<WhatIfLives> all) {
            List<PeriodKey> periods = new ArrayList<>();
            Map<String, List<PointRange>> ranges = new HashMap<>();
            for (WhatIfLives lives : all) {
                periods.addAll(lives.past());
                List<PointRange> needed = lives.ranges();
                if (!needed.isEmpty()) {
                    ranges.put(lives.customerId(), needed);
                }
            }
            series = periods.isEmpty() ? Map.of() : tx.series(periods);
            points = ranges.isEmpty() ? Map.of() : tx.points(ranges);
        }

        void compute(WhatIfLives lives) {
            String customer = lives.customerId();
            orUnknown(customer, () -> lives.compute(tx, series, points.getOrDefault(customer, List.of())))
                    .ifPresent(effect -> {
                        results.addAll(effect.results());
                        events += effect.events();
                    });
        }

        /** A customer that cannot be computed is a result with the reason. */
        private <T> Optional<T> orUnknown(String customer, Supplier<T> work) {
            try {
                return Optional.of(work.get());
            } catch (NotPriced hole) {
                results.add(unknown(customer, "not_priced"));
            } catch (SubscriptionRefused refused) {
                results.add(unknown(customer, refused.code()));
            }
            return Optional.empty();
        }

        private static Result unknown(String customer, String problem) {
            return new Result(customer, "", BigDecimal.ZERO, BigDecimal.ZERO, Optional.of(problem));
        }
    }
}
