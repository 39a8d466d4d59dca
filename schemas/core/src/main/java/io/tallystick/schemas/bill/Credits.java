package io.tallystick.schemas.bill;

import io.tallystick.schemas.money.CurrencyUnit;
import io.tallystick.schemas.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Uses credits for a bill: by priority (lowest number first), then the earliest expiry (never is last), then granted before
 * bought, then the oldest. A credit pays the lines in their order until it is empty. What a credit of another currency, an
 * expired one or one for other lines could pay is not touched.
 *
 * <p>A bill of 60.00 and credits of 50.00 (priority 20) and 50.00 (priority 10): the second is used up, 40.00 of the first
 * are left, nothing is due.
 */
public final class Credits {
    private static final Comparator<Credit> ORDER = Comparator.comparingInt(Credit::priority)
            .thenComparing(credit -> credit.expiresAt().orElse(Instant.MAX))
            .thenComparing(Credit::kind)
            .thenComparing(Credit::createdAt)
            .thenComparing(Credit::id);

    private Credits() {}

    /**
     * Uses the credits that are usable at an instant.
     *
     * @param items what is to be paid for each line, with taxes
     * @param at the instant that decides about expiry: the cut-off of the bill, not the moment at which it is made
     */
    public static Paid apply(CurrencyUnit currency, List<BillItem> items, List<Credit> credits, Instant at) {
        List<Money> due = new ArrayList<>();
        Money total = Money.zero(currency);
        for (BillItem item : items) {
            due.add(item.amount());
            total = total.plus(item.amount());
        }
        List<Used> used = new ArrayList<>();
        for (Credit credit : credits.stream().sorted(ORDER).toList()) {
            if (credit.balance().currency().equals(currency) && credit.usableAt(at)) {
                Money most = credit.balance().min(total);
                Money paid = pay(credit, most, items, due);
                total = total.minus(paid);
                if (paid.signum() > 0) {
                    used.add(new Used(credit, paid, credit.balance().minus(paid)));
                }
            }
        }
        return new Paid(used, total);
    }

    private static Money pay(Credit credit, Money most, List<BillItem> items, List<Money> due) {
        Money paid = Money.zero(most.currency());
        for (int i = 0; i < items.size(); i++) {
            Money left = most.minus(paid);
            if (left.signum() > 0
                    && credit.scope().covers(items.get(i))
                    && due.get(i).signum() > 0) {
                Money part = left.min(due.get(i));
                due.set(i, due.get(i).minus(part));
                paid = paid.plus(part);
            }
        }
        return paid;
    }

    /**
     * A bill after credits.
     *
     * @param used what was used, in the order in which it was used
     * @param due what is left to pay; below zero only if the bill was
     */
    public record Paid(List<Used> used, Money due) {
        /** Copies the list. */
        public Paid {
            used = List.copyOf(used);
        }
    }

    /**
     * What was used of one credit.
     *
     * @param credit which one, as it was before
     * @param amount so much of it
     * @param left so much remains
     */
    public record Used(Credit credit, Money amount, Money left) {}
}
