package io.tallystick.invoice.app;

import io.tallystick.invoice.assembly.Close;
import io.tallystick.invoice.assembly.Comparer;
import io.tallystick.invoice.assembly.Comparison;
import io.tallystick.invoice.review.Anomalies;
import io.tallystick.schemas.time.Micros;
import java.time.Duration;
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
    private static final Duration ASK_AGAIN = Duration.ofSeconds(5);

    private final CloseStore store;
    private final UsageLog log;
    private final InvoicePolicy policy;
    private final Anomalies anomalies;
    private final InstantSource clock;
    private volatile Instant askedAgain = Instant.EPOCH;

    /** A runner; all that it needs to know stands in {@code store}. */
    public CloseRunner(CloseStore store, UsageLog log, InvoicePolicy policy, Anomalies anomalies, InstantSource clock) {
        this.store = store;
        this.log = log;
        this.policy = policy;
        this.anomalies = anomalies;
        this.clock = clock;
    }

    /** What a step found. */
    public sealed interface Step {
        /** No close is running, or the next step is somebody's who signals it. */
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
            case Close.Planned _, Close.Completed _, Close.Cancelled _ -> new Step.Idle();
            case Close.Sealing sealing -> seal(sealing);
            case Close.Review review -> review(review);
            case Close.Approved approved -> approved(approved);
            case Close.Finalizing finalizing -> invoice(finalizing);
        };
    }

    private Step seal(Close.Sealing close) {
        if (close.barrier().isEmpty()) {
            store.barrierWritten(close.sealed(log.appendBarrier(close.request())));
            return new Step.Moved();
        }
        return switch (store.prove(close)) {
            case Comparison.Waiting _ -> new Step.Waiting();
            case Comparison.Differs differs -> {
                askAgain(close.request(), differs);
                yield new Step.Refused(close.request().id(), differs.differences());
            }
            case Comparison.Proven _ -> new Step.Moved();
        };
    }

    /** What rating-engine could not reconcile may be mended there by now: its answer to the same barrier says so. */
    private void askAgain(Close.Request close, Comparison.Differs differs) {
        boolean reconciled =
                differs.differences().stream().noneMatch(one -> one.what().startsWith(Comparer.RECONCILIATION));
        Instant now = now();
        if (!reconciled && !now.isBefore(askedAgain.plus(ASK_AGAIN))) {
            askedAgain = now;
            log.appendBarrier(close.answeredUnder(store.answeredUnder(close.id())));
        }
    }

    private Step review(Close.Review close) {
        if (!close.drafted()) {
            Drafting drafting = new Drafting(new Drafter(policy, close.request()), anomalies);
            boolean moved = store.draft(close, policy.batch(), drafting) > 0 || store.reviewed(close);
            return moved ? new Step.Moved() : new Step.Waiting();
        }
        boolean approved = close.request().drive() == Close.Drive.AUTO
                && store.change(close.request().id(), locked -> approve(locked)).orElse(false);
        return approved ? new Step.Moved() : new Step.Idle();
    }

    private boolean approve(LockedClose locked) {
        if (!(locked.close() instanceof Close.Review review)
                || !Approvals.isFree(review, locked.facts(), policy.secondPersonAbove())) {
            return false;
        }
        locked.apply(review.approve(new Close.Approval(Close.Approval.POLICY, now())));
        return true;
    }

    private Step approved(Close.Approved close) {
        boolean begun = close.request().drive() == Close.Drive.AUTO
                && store.change(close.request().id(), locked -> {
                            if (locked.close() instanceof Close.Approved approved) {
                                locked.apply(approved.finalizeAt(now()));
                            }
                            return true;
                        })
                        .orElse(false);
        return begun ? new Step.Moved() : new Step.Idle();
    }

    private Step invoice(Close.Finalizing close) {
        Issue issue = Issue.of(policy, close.finalizedAt());
        if (store.invoice(close, issue, policy.batch(), new Drafter(policy, close.request())) > 0) {
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

    private Instant now() {
        return Micros.truncate(clock.instant());
    }
}
