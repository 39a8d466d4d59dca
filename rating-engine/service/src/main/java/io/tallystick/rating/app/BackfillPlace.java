package io.tallystick.rating.app;

import io.tallystick.schemas.usage.ReasonCode;
import io.tallystick.schemas.usage.Refusal;
import io.tallystick.schemas.usage.UsageEvent;
import java.util.Optional;

/**
 * A backfill as the owner of a partition sees it.
 *
 * @param backfill the backfill
 * @param decidedHere whether the owner has read the decision
 */
public record BackfillPlace(Backfill backfill, boolean decidedHere) {
    private static final String POINTER = "/" + io.tallystick.schemas.usage.UsageEventReader.BACKFILL;

    /** Why an event cannot be sent to it, empty if it can. */
    static Optional<Refusal> refusal(Optional<BackfillPlace> place, UsageEvent event) {
        if (place.isEmpty()) {
            return Optional.of(Refusal.of(
                    ReasonCode.UNKNOWN_BACKFILL,
                    POINTER,
                    "there is no backfill " + event.backfill().orElseThrow()));
        }
        Backfill backfill = place.get().backfill();
        if (place.get().decidedHere()) {
            return Optional.of(Refusal.of(
                    ReasonCode.BACKFILL_NOT_OPEN,
                    POINTER,
                    "the backfill \"" + backfill.name() + "\" is " + backfill.state()));
        }
        return backfill.customerId()
                .filter(customer -> !customer.equals(event.customerId()))
                .map(customer -> Refusal.of(
                        ReasonCode.BACKFILL_OF_ANOTHER_CUSTOMER,
                        POINTER,
                        "the backfill \"" + backfill.name() + "\" is for customer \"" + customer + "\""));
    }
}
