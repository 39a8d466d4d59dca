package io.tallystick.invoice.assembly;

import io.tallystick.schemas.money.Money;

/**
 * Where an invoice stands after it was finalised: {@code finalized → partly_paid → paid}, {@code finalized → voided}, {@code
 * finalized or partly_paid → uncollectible → paid}. A transition is a method of the states that allow it and of no other; credit
 * notes are possible in every state but voided. {@code overdue} is {@code finalized} or {@code partly_paid} after the due day.
 */
public sealed interface InvoiceAccount {

    /** The figures. */
    Figures figures();

    /** The lower-case name on the wire and in the database. */
    String state();

    /**
     * The figures of an invoice.
     *
     * @param total what credit notes may give back at most
     * @param due what was asked for
     * @param paid what came in
     * @param credited what credit notes gave back
     * @param settled the part of it that lowered what is open; the rest went to the customer's credits
     */
    record Figures(Money total, Money due, Money paid, Money credited, Money settled) {

        /** What is still asked for. */
        public Money open() {
            return due.minus(paid).minus(settled);
        }

        /** What credit notes can still give back. */
        public Money creditable() {
            return total.minus(credited);
        }

        private Figures plusPaid(Money amount) {
            return new Figures(total, due, paid.plus(amount), credited, settled);
        }

        private Figures plusCredited(Money amount) {
            return new Figures(total, due, paid, credited.plus(amount), settled.plus(amount.min(open())));
        }
    }

    /** Payments are recorded on it. */
    sealed interface Payable extends InvoiceAccount {
        /**
         * A payment came in.
         *
         * @param amount above zero and at most what is open
         */
        default InvoiceAccount pay(Money amount) {
            if (amount.signum() <= 0 || amount.compareTo(figures().open()) > 0) {
                throw new IllegalArgumentException(
                        "A payment of " + amount + " on " + figures().open() + " open.");
            }
            Figures after = figures().plusPaid(amount);
            return after.open().signum() == 0 ? new Paid(after) : new PartlyPaid(after);
        }
    }

    /** Credit notes are written for it. */
    sealed interface Creditable extends InvoiceAccount {
        /**
         * A credit note was written.
         *
         * @param amount above zero and at most what was billed and not given back yet
         */
        default InvoiceAccount credit(Money amount) {
            if (amount.signum() <= 0 || amount.compareTo(figures().creditable()) > 0) {
                throw new IllegalArgumentException(
                        "A credit note of " + amount + " on " + figures().creditable() + ".");
            }
            Figures after = figures().plusCredited(amount);
            return after.open().signum() == 0 ? new Paid(after) : with(after);
        }

        /** The same state with other figures. */
        InvoiceAccount with(Figures figures);
    }

    /** Nothing was paid yet. */
    record Open(Figures figures) implements Payable, Creditable {
        /** Nobody has to pay it; its number stays. Only without a credit note. */
        public Voided voided() {
            if (figures.credited().signum() != 0) {
                throw new IllegalArgumentException("An invoice with credit notes is not voided.");
            }
            return new Voided(figures);
        }

        /** Nobody will pay it. */
        public Uncollectible writeOff() {
            return new Uncollectible(figures);
        }

        @Override
        public InvoiceAccount with(Figures other) {
            return new Open(other);
        }

        @Override
        public String state() {
            return "finalized";
        }
    }

    /** A part was paid. */
    record PartlyPaid(Figures figures) implements Payable, Creditable {
        /** Nobody will pay the rest. */
        public Uncollectible writeOff() {
            return new Uncollectible(figures);
        }

        @Override
        public InvoiceAccount with(Figures other) {
            return new PartlyPaid(other);
        }

        @Override
        public String state() {
            return "partly_paid";
        }
    }

    /** Nothing is open. */
    record Paid(Figures figures) implements Creditable {
        @Override
        public InvoiceAccount with(Figures other) {
            return new Paid(other);
        }

        @Override
        public String state() {
            return "paid";
        }
    }

    /** Nobody has to pay it. */
    record Voided(Figures figures) implements InvoiceAccount {
        @Override
        public String state() {
            return "voided";
        }
    }

    /** Nobody is expected to pay it; a payment that comes in all the same is recorded. */
    record Uncollectible(Figures figures) implements Payable, Creditable {
        @Override
        public InvoiceAccount with(Figures other) {
            return new Uncollectible(other);
        }

        @Override
        public String state() {
            return "uncollectible";
        }
    }

    /**
     * The account as it was stored.
     *
     * @throws IllegalArgumentException if there is no such state
     */
    static InvoiceAccount of(String state, Figures figures) {
        return switch (state) {
            case "finalized" -> new Open(figures);
            case "partly_paid" -> new PartlyPaid(figures);
            case "paid" -> new Paid(figures);
            case "voided" -> new Voided(figures);
            case "uncollectible" -> new Uncollectible(figures);
            default -> throw new IllegalArgumentException("There is no state \"" + state + "\" of an invoice.");
        };
    }
}
