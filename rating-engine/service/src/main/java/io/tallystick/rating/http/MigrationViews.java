package io.tallystick.rating.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tallystick.rating.app.MigrationEffects;
import io.tallystick.rating.app.MigrationStore.Item;
import io.tallystick.rating.app.PlanMigration;
import io.tallystick.rating.app.PlanMigrations.Foreseen;
import io.tallystick.rating.app.PlanMigrations.Preview;
import io.tallystick.rating.model.PlanMove;
import io.tallystick.rating.model.PlanMove.Differences;
import io.tallystick.rating.model.PlanMove.From;
import io.tallystick.rating.model.PlanRef;
import io.tallystick.schemas.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** How migrations look over REST. */
final class MigrationViews {
    private MigrationViews() {}

    record PlanName(String key, int version) {
        static PlanName of(PlanRef plan) {
            return new PlanName(plan.key(), plan.version());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record FromName(String key, Optional<Integer> version) {}

    /** A migration and how far it is. */
    record MigrationView(
            String id,
            String state,
            List<FromName> from,
            PlanName to,
            List<String> customers,
            Instant at,
            String effective,
            long lookedAt,
            long moved,
            long refused,
            String createdBy,
            Instant createdAt,
            Instant updatedAt) {
        static MigrationView of(PlanMigration migration) {
            PlanMigration.Order order = migration.order();
            return new MigrationView(
                    migration.id(),
                    migration.state().name().toLowerCase(Locale.ROOT),
                    order.from().stream().map(MigrationViews::from).toList(),
                    PlanName.of(order.to()),
                    order.customers(),
                    order.at(),
                    order.when().name(),
                    migration.progress().lookedAt(),
                    migration.progress().moved(),
                    migration.progress().refused(),
                    migration.createdBy(),
                    migration.createdAt(),
                    migration.updatedAt());
        }
    }

    /** What became of a subscription. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record ItemView(
            String subscriptionId,
            String customerId,
            PlanName from,
            boolean moved,
            Optional<Instant> effectiveAt,
            Optional<String> code,
            Optional<String> detail) {
        static ItemView of(Item item) {
            return new ItemView(
                    item.subscriptionId(),
                    item.customerId(),
                    PlanName.of(item.from()),
                    item.code().isEmpty(),
                    item.effectiveAt(),
                    item.code(),
                    item.detail());
        }
    }

    /** What would become of a subscription. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record ForeseenView(
            String subscriptionId,
            String customerId,
            PlanName from,
            boolean moves,
            Optional<Instant> effectiveAt,
            Optional<Differences> differences,
            Optional<EffectView> effect,
            Optional<String> code,
            Optional<String> detail) {}

    /** What it does to the money of a period, or why that is not known. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record EffectView(
            Optional<String> basis,
            Optional<BillingPeriod> period,
            Optional<String> currency,
            Optional<BigDecimal> was,
            Optional<BigDecimal> would,
            Optional<BigDecimal> delta,
            Optional<String> unknown) {}

    record Sum(String currency, BigDecimal was, BigDecimal would, BigDecimal delta) {}

    /** Of the subscriptions in this part of the preview. */
    record Totals(long moves, long refused, long computed, List<Sum> byCurrency) {}

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record PreviewView(PlanName to, List<ForeseenView> subscriptions, Totals totals, Optional<String> next) {
        /**
         * The preview.
         *
         * @param currency of a plan version
         */
        static PreviewView of(Preview preview, Function<PlanRef, String> currency, Optional<String> next) {
            List<ForeseenView> views = new ArrayList<>();
            Map<String, Sum> sums = new TreeMap<>();
            for (Foreseen one : preview.foreseen()) {
                ForeseenView view = foreseen(one, currency);
                views.add(view);
                view.effect()
                        .filter(effect -> effect.unknown().isEmpty())
                        .ifPresent(effect ->
                                sums.merge(effect.currency().orElseThrow(), sum(effect), MigrationViews::plus));
            }
            long moves = views.stream().filter(ForeseenView::moves).count();
            long computed = views.stream()
                    .filter(view -> view.effect()
                            .filter(effect -> effect.unknown().isEmpty())
                            .isPresent())
                    .count();
            return new PreviewView(
                    PlanName.of(preview.order().to()),
                    views,
                    new Totals(moves, views.size() - moves, computed, List.copyOf(sums.values())),
                    next);
        }
    }

    private static FromName from(From from) {
        return new FromName(from.key(), from.version());
    }

    private static ForeseenView foreseen(Foreseen one, Function<PlanRef, String> currency) {
        var subscription = one.subscription().subscription();
        return switch (one.decision()) {
            case PlanMove.Moves moves ->
                new ForeseenView(
                        subscription.id(),
                        subscription.customerId(),
                        PlanName.of(moves.from()),
                        true,
                        Optional.of(moves.effectiveAt()),
                        Optional.of(moves.differences()),
                        one.effect().map(effect -> effect(effect, currency.apply(moves.from()))),
                        Optional.empty(),
                        Optional.empty());
            case PlanMove.Refused refused ->
                new ForeseenView(
                        subscription.id(),
                        subscription.customerId(),
                        PlanName.of(refused.from()),
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(refused.code()),
                        Optional.of(refused.message()));
            case PlanMove.NotConcerned _ ->
                throw new IllegalStateException(subscription.id() + " is not concerned, and is shown");
        };
    }

    private static EffectView effect(MigrationEffects.Effect effect, String currency) {
        return switch (effect) {
            case MigrationEffects.Computed computed ->
                new EffectView(
                        Optional.of(computed.basis()),
                        Optional.of(computed.period()),
                        Optional.of(currency),
                        Optional.of(computed.was()),
                        Optional.of(computed.would()),
                        Optional.of(computed.delta()),
                        Optional.empty());
            case MigrationEffects.Unknown unknown ->
                new EffectView(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(unknown.reason()));
        };
    }

    private static Sum sum(EffectView effect) {
        return new Sum(
                effect.currency().orElseThrow(),
                effect.was().orElseThrow(),
                effect.would().orElseThrow(),
                effect.delta().orElseThrow());
    }

    private static Sum plus(Sum a, Sum b) {
        return new Sum(
                a.currency(),
                a.was().add(b.was()),
                a.would().add(b.would()),
                a.delta().add(b.delta()));
    }
}
