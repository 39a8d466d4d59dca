package io.tallystick.invoice.app;

import io.tallystick.invoice.assembly.Close;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The policy of approvals: nothing open, and a second person above an amount. */
final class Approvals {
    private Approvals() {}

    /** Whether it may go on without anybody. */
    static boolean isFree(Close.Review close, LockedClose.Facts facts, BigDecimal secondPersonAbove) {
        return close.drafted()
                && facts.open() == 0
                && aboveLimit(facts.totals(), secondPersonAbove).isEmpty();
    }

    /** A total that needs a second person: {@code USD 300000.00} with a limit of 250000. */
    static Optional<String> aboveLimit(Map<String, BigDecimal> totals, BigDecimal limit) {
        return totals.entrySet().stream()
                .filter(total -> total.getValue().abs().compareTo(limit) > 0)
                .map(total -> total.getKey() + " " + total.getValue().toPlainString())
                .sorted()
                .findFirst();
    }

    /**
     * What a close waits for, in plain sentences; empty if it goes on by itself.
     *
     * @param view as far as it is known
     */
    static List<String> waitingFor(CloseView view, BigDecimal limit) {
        List<String> reasons = new ArrayList<>();
        switch (view.state()) {
            case "planned" -> {
                reasons.add("It is planned and waits to be started.");
                if (view.verify() != null) {
                    reasons.add("Every line is computed again from the stored events before it goes on.");
                }
            }
            case "sealing" -> {
                if (!view.differences().isEmpty()) {
                    reasons.add("What was received, rated and collected differs; it goes on by itself once it agrees"
                            + " (GET /v1/usage/reconciliation).");
                }
            }
            case "review" -> {
                if (view.review() != null) {
                    review(view, limit, reasons);
                }
            }
            case "approved" -> {
                if (view.drive().equals("manual")) {
                    reasons.add("It is approved and waits to be finalized.");
                }
            }
            default -> {}
        }
        return reasons;
    }

    private static void review(CloseView view, BigDecimal limit, List<String> reasons) {
        if (view.openExceptions() > 0) {
            reasons.add(
                    view.openExceptions() == 1
                            ? "1 exception is open: mend it or waive it by name."
                            : view.openExceptions() + " exceptions are open: mend them or waive them by name.");
        }
        Optional<String> above = aboveLimit(view.review().owed(), limit);
        if (above.isPresent()) {
            reasons.add("The total " + above.get() + " is above " + limit.toPlainString()
                    + ": somebody has to approve it who neither asked for the close nor waived anything in it.");
        } else if (view.drive().equals("manual")) {
            reasons.add("It waits to be approved.");
        }
    }
}
