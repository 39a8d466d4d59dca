package io.tallystick.invoice.assembly;

import io.tallystick.schemas.money.CurrencyUnit;
import io.tallystick.schemas.money.Money;
import io.tallystick.schemas.money.Rounding;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How much of each line a credit note gives back, and the taxes in it. Pure. What was given back of a line before is known, so
 * that any number of credit notes together give back every cent of net and tax once: of a line of 119.00 with 19.00 of tax, notes
 * of 59.50 and 59.50 give back 9.50 and 9.50.
 */
public final class CreditNotes {
    private final CurrencyUnit currency;
    private final Invoice.Finalized invoice;
    private final Map<String, BigDecimal> before;

    private CreditNotes(Invoice.Finalized invoice, Map<String, BigDecimal> before) {
        this.currency = CurrencyUnit.of(invoice.currency());
        this.invoice = invoice;
        this.before = before;
    }

    /** What is asked for. */
    public sealed interface Ask {
        /** All that was not given back yet. */
        record Full() implements Ask {}

        /** An amount, spread over the lines by what is left of them. */
        record Amount(BigDecimal amount) implements Ask {}

        /**
         * Some lines.
         *
         * @param lines by id; a null amount is all that is left of the line
         */
        record Lines(Map<String, BigDecimal> lines) implements Ask {
            /** Copies the map; keeps nulls. */
            public Lines {
                lines = new HashMap<>(lines);
            }
        }
    }

    /**
     * What a note gives back.
     *
     * @param lines with an amount other than 0
     * @param net without taxes
     * @param taxes of each rate of the invoice
     * @param total net plus taxes
     */
    public record Share(List<CreditNote.Line> lines, BigDecimal net, List<CreditNote.TaxPart> taxes, BigDecimal total) {
        /** Copies the lists. */
        public Share {
            lines = List.copyOf(lines);
            taxes = List.copyOf(taxes);
        }
    }

    /** A line was asked for that is not on the invoice, or more of it than is left. */
    public static final class Refused extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;
        private final String lineId;
        private final String value;
        private final String rule;

        private Refused(String lineId, String value, String rule) {
            super("line " + lineId + ": " + rule);
            this.lineId = lineId;
            this.value = value;
            this.rule = rule;
        }

        /** The line. */
        public String lineId() {
            return lineId;
        }

        /** What was asked for. */
        public String value() {
            return value;
        }

        /** What is allowed. */
        public String rule() {
            return rule;
        }
    }

    /**
     * The share of a note in an invoice.
     *
     * @param before what earlier notes gave back of each line
     * @throws Refused if a line is unknown or too little of it is left
     */
    public static Share share(Invoice.Finalized invoice, Map<String, BigDecimal> before, Ask ask) {
        CreditNotes notes = new CreditNotes(invoice, before);
        return switch (ask) {
            case Ask.Full _ -> notes.share(notes.left());
            case Ask.Amount(BigDecimal amount) -> notes.share(notes.spread(new Money(notes.currency, amount)));
            case Ask.Lines(Map<String, BigDecimal> lines) -> notes.share(notes.chosen(lines));
        };
    }

    private List<Money> left() {
        List<Money> left = new ArrayList<>();
        for (int i = 0; i < invoice.lines().size(); i++) {
            left.add(gross(i).minus(given(i)));
        }
        return left;
    }

    private List<Money> spread(Money amount) {
        List<BigDecimal> weights =
                left().stream().map(left -> left.value().max(BigDecimal.ZERO)).toList();
        return amount.allocate(weights);
    }

    private List<Money> chosen(Map<String, BigDecimal> lines) {
        Map<String, BigDecimal> wanted = new HashMap<>(lines);
        List<Money> left = left();
        List<Money> chosen = new ArrayList<>();
        for (int i = 0; i < left.size(); i++) {
            String id = invoice.lines().get(i).lineId();
            if (!wanted.containsKey(id)) {
                chosen.add(Money.zero(currency));
                continue;
            }
            BigDecimal amount = wanted.remove(id);
            Money most = left.get(i);
            Money one = amount == null ? most : new Money(currency, amount);
            if (amount != null && (one.signum() <= 0 || one.compareTo(most) > 0)) {
                throw new Refused(id, one.text(), "above 0 and at most " + most.text() + ", what is left of the line");
            }
            chosen.add(one);
        }
        wanted.keySet().stream().findFirst().ifPresent(unknown -> {
            throw new Refused(unknown, unknown, "a line of the invoice");
        });
        return chosen;
    }

    private Share share(List<Money> amounts) {
        List<CreditNote.Line> lines = new ArrayList<>();
        List<Money> taxes = new ArrayList<>();
        invoice.bill().taxes().forEach(_ -> taxes.add(Money.zero(currency)));
        Money total = Money.zero(currency);
        for (int i = 0; i < amounts.size(); i++) {
            Money amount = amounts.get(i);
            if (amount.signum() == 0) {
                continue;
            }
            InvoiceLine line = invoice.lines().get(i);
            lines.add(new CreditNote.Line(line.position(), line.lineId(), line.description(), amount.value()));
            total = total.plus(amount);
            for (int t = 0; t < taxes.size(); t++) {
                taxes.set(t, taxes.get(t).plus(taxPart(t, i, amount)));
            }
        }
        Money tax = taxes.stream().reduce(Money.zero(currency), Money::plus);
        List<CreditNote.TaxPart> parts = new ArrayList<>();
        for (int t = 0; t < taxes.size(); t++) {
            Bill.Tax rate = invoice.bill().taxes().get(t);
            parts.add(new CreditNote.TaxPart(
                    rate.code(), rate.name(), rate.rate(), taxes.get(t).value()));
        }
        return new Share(lines, total.minus(tax).value(), parts, total.value());
    }

    /** The tax in all that was given back of a line with this note, without the tax in what was given back before. */
    private Money taxPart(int tax, int line, Money amount) {
        Money whole =
                new Money(currency, invoice.bill().taxes().get(tax).perLine().get(line));
        return taxIn(whole, given(line).plus(amount), gross(line)).minus(taxIn(whole, given(line), gross(line)));
    }

    private static Money taxIn(Money whole, Money part, Money gross) {
        return gross.signum() == 0
                ? Money.zero(whole.currency())
                : whole.precise().timesFraction(part.value(), gross.value()).round(Rounding.TAX);
    }

    private Money gross(int line) {
        return new Money(
                currency, invoice.bill().grossOf(line, invoice.lines().get(line).amount()));
    }

    private Money given(int line) {
        return new Money(currency, before.getOrDefault(invoice.lines().get(line).lineId(), BigDecimal.ZERO));
    }
}
