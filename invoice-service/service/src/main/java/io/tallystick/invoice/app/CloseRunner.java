package io.tallystick.invoice.app;

import io.tallystick.invoice.assembly.Assembler;
import io.tallystick.invoice.assembly.Close;
import io.tallystick.invoice.assembly.Comparison;
import io.tallystick.invoice.assembly.Invoice;
import io.tallystick.invoice.assembly.Party;
import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.schemas.time.Micros;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Moves the running close from state to state. It holds nothing between two steps: each reads where the close stands and does what
 * is next, so that another process, or this one after a {@code kill -9}, goes on by taking the next step. Any number of processes
 * may do so at the same time.
 */
public final class CloseRunner {
    private final CloseStore store;
    private final UsageLog log;
    private final InvoicePolicy policy;
    private final InstantSource clock;

    /** A runner; all that it needs to know stands in {@code store}. */
    public CloseRunner(CloseStore store, UsageLog log, InvoicePolicy policy, InstantSource clock) {
        this.store = store;
        this.log = log;
        this.policy = policy;
        this.clock = clock;
    }

    /** What a step found. */
    public sealed interface Step {
        /** No close is running. */
        record Idle() implements Step {}

        /** Something was done; the next step may follow at once. */
        record Moved() implements Step {}

        /** Others have to do something first: partitions have not answered, or somebody else has the last customers. */
        record Waiting() implements Step {}

        /** The close cannot go on until what is told here agrees. */
        record Refused(String closeId, List<Comparison.Difference> differences) implements Step {
            /** Copies the list. */
            public Refused {
                differences = List.copyOf(differences);
            }
        }
    }

    /** Takes the next step. Blocks. */
    public Step step() {
        Optional<Close> running = store.running();
        if (running.isEmpty()) {
            return new Step.Idle();
        }
        return switch (running.get()) {
            case Close.Sealing sealing -> {
                store.collecting(sealing.sealed(log.appendBarrier(sealing.request())));
                yield new Step.Moved();
            }
            case Close.Collecting collecting -> prove(collecting);
            case Close.Invoicing invoicing -> invoice(invoicing);
            case Close.Completed _ -> new Step.Idle();
        };
    }

    private Step prove(Close.Collecting close) {
        return switch (store.prove(close, now())) {
            case Comparison.Waiting _ -> new Step.Waiting();
            case Comparison.Differs differs -> new Step.Refused(close.request().id(), differs.differences());
            case Comparison.Proven _ -> new Step.Moved();
        };
    }

    private Step invoice(Close.Invoicing close) {
        Issue issue = Issue.of(policy, close.finalizedAt());
        InvoiceMaker maker = (id, customer, lines) -> make(close, id, customer, lines);
        if (store.invoice(close, issue, policy.batch(), maker) > 0) {
            return new Step.Moved();
        }
        Optional<List<Comparison.Difference>> end = store.complete(close, now());
        if (end.isEmpty()) {
            return new Step.Waiting();
        }
        return end.get().isEmpty()
                ? new Step.Moved()
                : new Step.Refused(close.request().id(), end.get());
    }

    private InvoiceMaker.Made make(
            Close.Invoicing close, String customerId, Optional<Party> customer, List<RatedLine> lines) {
        if (customer.isEmpty()) {
            return new InvoiceMaker.Made.Exceptional(
                    "customer_missing",
                    "there is no master data of customer \"" + customerId
                            + "\": add it with POST /v1/customers, then resume the close");
        }
        if (!policy.zeroInvoices()
                && lines.stream().allMatch(line -> line.amount().signum() == 0)) {
            return new InvoiceMaker.Made.Skipped();
        }
        try {
            List<Invoice.Draft> drafts =
                    Assembler.assemble(close.request().id(), close.request().cutoff(), customer.get(), lines);
            return new InvoiceMaker.Made.Drafts(drafts);
        } catch (RuntimeException broken) {
            return new InvoiceMaker.Made.Exceptional("invoice_impossible", String.valueOf(broken.getMessage()));
        }
    }

    private Instant now() {
        return Micros.truncate(clock.instant());
    }
}
