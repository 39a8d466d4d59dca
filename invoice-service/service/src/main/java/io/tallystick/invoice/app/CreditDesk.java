package io.tallystick.invoice.app;

import io.tallystick.invoice.assembly.LedgerTransaction;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Prepaid credits and their ledger. All methods block. */
public interface CreditDesk {

    /**
     * Grants or sells a credit.
     *
     * @throws io.tallystick.schemas.problem.ProblemException 404 {@code not_found} for the customer, 422 {@code credit_expired},
     *     {@code too_precise}
     */
    Credit grant(CreditDraft draft, Optional<CommandKey> once);

    /** A credit. */
    Optional<Credit> credit(String id);

    /** The credits of a customer, oldest first, used up and expired ones too. */
    List<Credit> of(String customerId);

    /** The movements of a customer, newest first. */
    List<LedgerTransaction> ledger(String customerId, Optional<Place> after, int limit);

    /** What a customer holds and what the next invoices would use of it. */
    List<Balance> balances(String customerId);

    /** When somebody is told that a customer runs dry. */
    List<TopUp> topUps(String customerId);

    /** Says when somebody is told. */
    TopUp put(TopUp topUp);

    /** Expires what is due and can pay nothing any more; how many credits. */
    int expire();

    /** Asks for top-ups of customers below their threshold; how many. */
    int requestTopUps();

    /**
     * A place in the list of movements.
     *
     * @param occurredAt of the last one shown
     * @param id of it
     */
    record Place(Instant occurredAt, String id) {}

    /**
     * A credit to be made.
     *
     * @param customerId whose
     * @param currency ISO 4217
     * @param kind {@code granted} or {@code bought}
     * @param amount above zero
     * @param description stands on invoices
     * @param priority the lowest number is used first
     * @param appliesTo lines by {@code charge:…} and the like; empty: all, and what was carried over
     * @param expiresAt from this instant on it pays nothing more, or null
     * @param rollOver what lives on after the expiry, or null
     */
    record CreditDraft(
            String customerId,
            String currency,
            String kind,
            BigDecimal amount,
            String description,
            int priority,
            List<String> appliesTo,
            Instant expiresAt,
            RollOver rollOver) {
        /** Copies the list. */
        public CreditDraft {
            appliesTo = List.copyOf(appliesTo);
        }
    }

    /**
     * What lives on of a credit after its expiry, once.
     *
     * @param most at most this much
     * @param days for so many days
     */
    record RollOver(BigDecimal most, int days) {}

    /**
     * A credit.
     *
     * @param id 32 hex digits
     * @param amount in the beginning
     * @param balance now
     * @param expiredAt when what was left was taken off the books, or null
     * @param draft everything else
     * @param createdAt when
     */
    record Credit(
            String id,
            BigDecimal amount,
            BigDecimal balance,
            Instant createdAt,
            Instant expiredAt,
            CreditDraft draft) {}

    /**
     * What a customer holds in a currency.
     *
     * @param currency ISO 4217
     * @param balance the sum of its credits
     * @param pending what the lines that are not billed yet would use of it
     * @param available balance without pending: falls as usage arrives
     * @param carried what the next invoice takes over from earlier ones
     */
    record Balance(String currency, BigDecimal balance, BigDecimal pending, BigDecimal available, BigDecimal carried) {}

    /**
     * When somebody is told that a customer runs dry.
     *
     * @param customerId whose credits
     * @param currency ISO 4217
     * @param threshold below this available balance
     * @param amount to be bought
     * @param requestedAt when it was asked for; null: not since credits were bought last
     */
    record TopUp(String customerId, String currency, BigDecimal threshold, BigDecimal amount, Instant requestedAt) {}
}
