package io.tallystick.rating.app;

import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.schemas.rated.Step;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** A line in sentences, for people who ask why it costs what it costs. */
public final class LineWords {
    private LineWords() {}

    /** What it is, its arithmetic row by row, how it was rounded, and what priced it. */
    public static List<String> of(RatedLine line) {
        List<String> sentences = new ArrayList<>();
        sentences.add(what(line));
        line.steps().forEach(step -> sentences.add(row(step, line.currency())));
        sentences.add("Together exactly " + text(line.unroundedAmount()) + " " + line.currency() + ", rounded once to "
                + text(line.amount()) + " " + line.currency() + ".");
        sentences.add("Priced by the charge " + line.chargeKey() + " of plan " + line.planKey() + ", version "
                + line.planVersion() + ".");
        if (line.adjusts() != null) {
            sentences.add("It corrects the line " + line.adjusts() + ", which a close holds already ("
                    + line.reason().replace('_', ' ') + ").");
        }
        return sentences;
    }

    private static String what(RatedLine line) {
        String period = " from " + line.servicePeriodStart() + " up to " + line.servicePeriodEnd() + ".";
        if (line.meterKey() == null) {
            return line.description() + ": quantity " + text(line.quantity()) + period;
        }
        String events = line.eventCount() == 1 ? "1 event" : line.eventCount() + " events";
        return line.description() + ": " + text(line.quantity()) + " of meter " + line.meterKey() + " by " + events
                + period;
    }

    /** {@code from 10000 up to 50000: 40000 × 0.005 = 200 USD}. */
    private static String row(Step step, String currency) {
        StringBuilder out = new StringBuilder();
        if (step.label() != null) {
            out.append(step.label()).append(": ");
        }
        List<String> terms = new ArrayList<>();
        if (step.quantity() != null && step.unitPrice() != null) {
            terms.add(text(step.quantity()) + " × " + text(step.unitPrice()));
        } else if (step.quantity() != null) {
            terms.add(text(step.quantity()));
        }
        if (step.flatFee() != null && step.flatFee().signum() != 0) {
            terms.add(text(step.flatFee()));
        }
        out.append(String.join(" + ", terms));
        return out.append(terms.isEmpty() ? "" : " = ")
                .append(text(step.amount()))
                .append(' ')
                .append(currency)
                .append('.')
                .toString();
    }

    private static String text(BigDecimal number) {
        return number.toPlainString();
    }
}
