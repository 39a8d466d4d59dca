package io.tallystick.rating.catalog;

import io.tallystick.schemas.money.CurrencyUnit;
import io.tallystick.schemas.time.Cadence;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a customer subscribes to. The content only: it becomes a {@link PlanVersion} when it is published.
 *
 * @param key stable name, {@code [a-z0-9_-]{1,64}}
 * @param name what people read
 * @param description a sentence for the price page
 * @param currency of every amount in the plan
 * @param cadence length of a billing period
 * @param proration how a part of a period is charged
 * @param late what becomes of usage of a period that a close holds
 * @param trial how long after its start a subscription is free of charge
 * @param charges what can stand on the bill, with distinct keys
 * @param commitment what a period costs at least and at most
 * @param discounts what is taken off the invoice
 * @param entitlements what the customer may use
 * @param attributes what the plan promises in words: {@code support: priority email}
 */
public record Plan(
        String key,
        String name,
        Optional<String> description,
        CurrencyUnit currency,
        Cadence cadence,
        Proration proration,
        Late late,
        Optional<Period> trial,
        List<Charge> charges,
        Optional<Commitment> commitment,
        List<Discount> discounts,
        List<Entitlement> entitlements,
        Map<String, String> attributes) {
    /** Copies the collections. */
    public Plan {
        charges = List.copyOf(charges);
        discounts = List.copyOf(discounts);
        entitlements = List.copyOf(entitlements);
        attributes = Map.copyOf(attributes);
    }

    /** The first usage charge of a meter that holds all of its usage: it has no filter and every subscription has it. */
    public Optional<Charge.Usage> chargeOfAll(String meter) {
        return charges.stream()
                .filter(Charge.Usage.class::isInstance)
                .map(Charge.Usage.class::cast)
                .filter(usage -> usage.meter().equals(meter) && usage.filter().isEmpty() && !usage.optional())
                .findFirst();
    }

    /** The charge of a key. */
    public Optional<Charge> charge(String chargeKey) {
        for (Charge charge : charges) {
            if (charge.key().equals(chargeKey)) {
                return Optional.of(charge);
            }
        }
        return Optional.empty();
    }
}
