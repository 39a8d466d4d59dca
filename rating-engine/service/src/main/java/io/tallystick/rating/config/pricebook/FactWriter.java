package io.tallystick.rating.config.pricebook;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.rating.model.Fact;
import io.tallystick.rating.model.PlanRef;

/** Writes dated facts, with instants in UTC. */
final class FactWriter {
    private FactWriter() {}

    static ObjectNode write(Fact fact) {
        ObjectNode out =
                JsonNodeFactory.instance.objectNode().put("at", fact.at().toString());
        switch (fact) {
            case Fact.Start start -> plan(out, "start", start.plan());
            case Fact.ToPlan change -> {
                plan(out, "plan", change.plan());
                effective(out, change.when());
                change.anchor().ifPresent(anchor -> out.put("anchor", anchor.toString()));
            }
            case Fact.Quantity change ->
                PriceWriter.decimal(
                        out.putObject("quantity").put("charge", change.charge()), "quantity", change.quantity());
            case Fact.Take take ->
                PriceWriter.decimal(out.putObject("addOn").put("charge", take.charge()), "quantity", take.quantity());
            case Fact.Drop drop -> {
                out.putObject("endAddOn").put("charge", drop.charge());
                effective(out, drop.when());
            }
            case Fact.Pause _ -> out.put("pause", true);
            case Fact.Resume _ -> out.put("resume", true);
            case Fact.Cancel cancel -> {
                out.put("cancel", true);
                effective(out, cancel.when());
            }
            case Fact.KeepOn _ -> out.put("cancel", false);
            case Fact.Trial trial ->
                out.putObject("trial").put("until", trial.until().toString());
            case Fact.OwnPrice own -> {
                ObjectNode price = out.putObject("price").put("charge", own.charge());
                own.tariff()
                        .ifPresentOrElse(tariff -> PriceWriter.tariff(price, tariff), () -> price.put("listed", true));
            }
            case Fact.OwnCommitment own -> {
                ObjectNode commitment = out.putObject("commitment");
                own.commitment()
                        .ifPresentOrElse(
                                agreed -> PlanWriter.commitment(commitment, agreed),
                                () -> commitment.put("listed", true));
            }
            case Fact.OwnLimit own -> {
                ObjectNode limit = out.putObject("limit").put("feature", own.feature());
                own.limit()
                        .ifPresentOrElse(
                                agreed -> {
                                    PriceWriter.decimal(limit, "limit", agreed.limit());
                                    agreed.hard().ifPresent(hard -> limit.put("hard", hard));
                                },
                                () -> limit.put("listed", true));
            }
        }
        return out;
    }

    private static void plan(ObjectNode out, String field, PlanRef plan) {
        out.putObject(field).put("key", plan.key()).put("version", plan.version());
    }

    private static void effective(ObjectNode out, Fact.When when) {
        if (when != Fact.When.NOW) {
            out.put("effective", when.name());
        }
    }
}
