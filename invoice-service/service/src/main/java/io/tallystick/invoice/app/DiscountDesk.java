package io.tallystick.invoice.app;

import io.tallystick.invoice.assembly.DiscountDefinition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/** Maintains discounts and gives them to customers. All methods block. */
public interface DiscountDesk {

    /** All discounts by code. */
    List<Discount> discounts();

    /** The discount of that code. */
    Optional<Discount> discount(String code);

    /**
     * Makes or replaces a discount; invoices that were finalised keep what they say.
     *
     * @param readVersion called with the version of one that exists; throws if the caller has not read it
     * @throws io.tallystick.schemas.problem.ProblemException 409 {@code already_redeemed} if it was redeemed more often than the
     *     new limit allows
     */
    Discount put(DiscountDefinition definition, IntConsumer readVersion);

    /** Ends a discount for everybody, for good. Ending it again changes nothing. */
    Discount end(String code);

    /** The discounts that were given to a customer. */
    List<Held> of(String customerId);

    /**
     * Gives a discount to a customer, as when it enters the code of a coupon.
     *
     * @throws io.tallystick.schemas.problem.ProblemException 404 {@code not_found} for the customer, 422 {@code unknown_coupon},
     *     409 {@code coupon_expired}, {@code coupon_exhausted} or {@code coupon_already_applied}
     */
    Held give(String customerId, String code);

    /** Takes it away again; what was redeemed stays redeemed. */
    Held take(String customerId, String code);

    /**
     * A discount.
     *
     * @param definition what it is
     * @param redeemed on how many invoices so far
     * @param endedAt when it was ended for everybody, or null
     * @param version grows by one with every change
     */
    record Discount(DiscountDefinition definition, int redeemed, Instant endedAt, int version) {}

    /**
     * A discount of a customer.
     *
     * @param customerId who has it
     * @param code of the discount
     * @param appliedAt since when
     * @param redeemed on how many of its invoices so far
     * @param removedAt when it was taken away, or null
     */
    record Held(String customerId, String code, Instant appliedAt, int redeemed, Instant removedAt) {}
}
