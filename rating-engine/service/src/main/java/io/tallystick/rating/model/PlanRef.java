package io.tallystick.rating.model;

import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Names one immutable version of a plan.
 *
 * @param key of the plan
 * @param version 1 or more
 */
public record PlanRef(String key, int version) {
    /** The version that a fact names, if it names one. */
    public static Optional<PlanRef> named(Fact fact) {
        return switch (fact) {
            case Fact.Start start -> Optional.of(start.plan());
            case Fact.ToPlan change -> Optional.of(change.plan());
            case Fact.Quantity _,
                    Fact.Take _,
                    Fact.Drop _,
                    Fact.Pause _,
                    Fact.Resume _,
                    Fact.Cancel _,
                    Fact.KeepOn _,
                    Fact.Trial _,
                    Fact.OwnPrice _,
                    Fact.OwnCommitment _,
                    Fact.OwnLimit _ -> Optional.empty();
        };
    }

    /** The fact with another plan version, if it names one. */
    public static Fact replaced(Fact fact, UnaryOperator<PlanRef> by) {
        return switch (fact) {
            case Fact.Start start -> new Fact.Start(start.at(), by.apply(start.plan()));
            case Fact.ToPlan change ->
                new Fact.ToPlan(change.at(), by.apply(change.plan()), change.when(), change.anchor());
            case Fact.Quantity _,
                    Fact.Take _,
                    Fact.Drop _,
                    Fact.Pause _,
                    Fact.Resume _,
                    Fact.Cancel _,
                    Fact.KeepOn _,
                    Fact.Trial _,
                    Fact.OwnPrice _,
                    Fact.OwnCommitment _,
                    Fact.OwnLimit _ -> fact;
        };
    }

    /** {@code developer@3}. */
    @Override
    public String toString() {
        return key + "@" + version;
    }
}
