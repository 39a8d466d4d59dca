package io.tallystick.invoice.http;

import io.tallystick.invoice.app.CloseReviews;
import io.tallystick.invoice.app.CloseView;
import io.tallystick.invoice.app.Completeness;
import io.tallystick.invoice.assembly.BillSum;
import io.tallystick.invoice.review.Obstacle;
import io.tallystick.invoice.review.Variance;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * One close as an operator reviews it.
 *
 * @param row the close in short
 * @param close as it stands
 * @param drafts that differ most
 * @param anomalies the first of them
 * @param parts the proof, a row for each partition and meter
 * @param problem why the last request was refused, "" if it was not
 */
record ReviewView(
        OperatorView.CloseRow row,
        CloseView close,
        List<VarianceRow> drafts,
        List<CloseReviews.Odd> anomalies,
        List<PartRow> parts,
        String problem) {

    public boolean inReview() {
        return close.state().equals("review");
    }

    public boolean sealed() {
        return close.proof() != null;
    }

    public boolean canStart() {
        return close.state().equals("planned");
    }

    public boolean canApprove() {
        return inReview() && close.review() != null && close.openExceptions() == 0;
    }

    public boolean canFinalize() {
        return close.state().equals("approved");
    }

    public boolean canCancel() {
        return List.of("planned", "sealing", "review", "approved").contains(close.state())
                && close.cancellation() == null;
    }

    public List<Obstacle> exceptions() {
        return close.exceptions();
    }

    public long more() {
        return close.exceptionCount() - close.exceptions().size();
    }

    public String approval() {
        return close.approval() == null
                ? ""
                : close.approval().by().equals("policy")
                        ? "Approved by the policy: nothing was open, and no total asked for a second person."
                        : "Approved by " + close.approval().by() + " at "
                                + Words.second(close.approval().at(), "UTC") + ".";
    }

    public String cancellation() {
        return close.cancellation() == null
                ? ""
                : "Given up by " + close.cancellation().by() + ": "
                        + close.cancellation().reason();
    }

    public List<VarianceRow> totals() {
        return close.review() == null
                ? List.of()
                : close.review().variance().entrySet().stream()
                        .map(one -> VarianceRow.of(one.getKey(), one.getKey(), null, one.getValue()))
                        .toList();
    }

    /** What will be asked for, by currency. */
    public List<BillRow> bills() {
        return close.review() == null
                ? List.of()
                : close.review().bills().entrySet().stream()
                        .map(one -> BillRow.of(one.getKey(), one.getValue()))
                        .toList();
    }

    /** From the lines to what is asked for; zero figures are shown as a dash. */
    record BillRow(
            String name,
            String subtotal,
            String discount,
            String tax,
            String total,
            String carriedIn,
            String credit,
            String carriedOut,
            String due) {

        static BillRow of(String name, BillSum bill) {
            return new BillRow(
                    name,
                    Words.number(bill.subtotal()),
                    VarianceRow.signed(bill.discount().negate()),
                    VarianceRow.dash(bill.tax()),
                    Words.number(bill.total()),
                    VarianceRow.signed(bill.carriedIn()),
                    VarianceRow.signed(bill.credit().negate()),
                    VarianceRow.signed(bill.carriedOut().negate()),
                    Words.number(bill.due()));
        }
    }

    /**
     * Why something differs; zero parts are shown as a dash.
     *
     * @param name customer or currency
     * @param currency of the amounts
     * @param owed what the customer will owe, with discounts and taxes
     */
    record VarianceRow(
            String name,
            String currency,
            String owed,
            String previous,
            String total,
            String difference,
            String volume,
            String price,
            String tier,
            String mix,
            String addOn,
            String late,
            String correction) {

        static VarianceRow of(String name, String currency, BillSum bill, Variance variance) {
            return new VarianceRow(
                    name,
                    currency,
                    bill == null ? "" : Words.number(bill.total()),
                    Words.number(variance.previous()),
                    Words.number(variance.total()),
                    signed(variance.difference()),
                    signed(variance.volume()),
                    signed(variance.price()),
                    signed(variance.tier()),
                    signed(variance.mix()),
                    signed(variance.addOn()),
                    signed(variance.late()),
                    signed(variance.correction()));
        }

        private static String dash(BigDecimal value) {
            return value.signum() == 0 ? "–" : Words.number(value);
        }

        private static String signed(BigDecimal value) {
            return value.signum() == 0 ? "–" : (value.signum() > 0 ? "+" : "") + Words.number(value);
        }
    }

    /** A row of the proof: a partition, or one of its meters. */
    record PartRow(
            String partition,
            String meter,
            String received,
            String rated,
            String events,
            String quantity,
            String lines,
            String billed,
            String notBilled,
            String digest) {

        static List<PartRow> of(Completeness proof) {
            List<PartRow> rows = new ArrayList<>();
            for (Completeness.Part part : proof.partitions()) {
                if (part.receivedSince() == 0 && part.lines() == 0) {
                    continue;
                }
                rows.add(new PartRow(
                        Integer.toString(part.partition()),
                        "",
                        Words.count(part.receivedSince()),
                        Words.count(part.dispositionsSince().getOrDefault("rated", 0L)),
                        "",
                        "",
                        Words.count(part.lines()),
                        "",
                        "",
                        part.digest()));
                part.meters().forEach(meter -> rows.add(of(meter)));
            }
            return rows;
        }

        private static PartRow of(Completeness.Meter meter) {
            boolean fees = meter.meter().equals("-");
            return new PartRow(
                    "",
                    fees ? "fees" : meter.meter(),
                    "",
                    "",
                    fees ? "" : Words.count(meter.all().events()),
                    fees ? "" : Words.number(meter.all().quantity()),
                    Words.count(meter.all().lines()),
                    Words.count(meter.billed().lines()),
                    Words.count(meter.notBilled().lines()),
                    meter.all().digest());
        }
    }
}
