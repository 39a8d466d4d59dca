package io.tallystick.rating.app;

import io.tallystick.rating.app.BackfillStore.Staged;
import io.tallystick.rating.app.Explanations.Trace;
import io.tallystick.rating.app.UsageQueries.Change;
import io.tallystick.rating.app.UsageQueries.KeptRejection;
import io.tallystick.schemas.problem.ProblemException;
import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.schemas.usage.EventName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The whole story of an event, from its receipt to the lines and closes that hold it, or to where and why it stopped. */
public final class EventStories {
    private static final int REJECTIONS = 100;

    private final UsageQueries queries;
    private final CorrectionStore corrections;
    private final BackfillStore backfills;
    private final Explanations explanations;

    /** Stories of the events of {@code queries}. */
    public EventStories(
            UsageQueries queries, CorrectionStore corrections, BackfillStore backfills, Explanations explanations) {
        this.queries = queries;
        this.corrections = corrections;
        this.backfills = backfills;
        this.explanations = explanations;
    }

    /**
     * The story of an event.
     *
     * @param trace the event as it is kept, with its repetitions and lines; empty if every record of it was rejected
     * @param changes how its disposition changed after it arrived
     * @param corrections what was done to it, and the amendment that made it
     * @param rejections records of it that were no acceptable event
     * @param staged records of it that wait in a backfill, or whose backfill was reverted
     * @param closes the close that holds a line, by line id, for the lines that one holds
     * @param sentences the same in words, in the order of time
     * @param remedy what would mend it, if it is not billed
     */
    public record Story(
            Optional<Trace> trace,
            List<Change> changes,
            List<Correction> corrections,
            List<KeptRejection> rejections,
            List<Staged> staged,
            Map<String, String> closes,
            List<String> sentences,
            Optional<String> remedy) {
        /** Copies the collections. */
        public Story {
            changes = List.copyOf(changes);
            corrections = List.copyOf(corrections);
            rejections = List.copyOf(rejections);
            staged = List.copyOf(staged);
            closes = Map.copyOf(closes);
            sentences = List.copyOf(sentences);
        }
    }

    /**
     * Whose event it is, of this source and id.
     *
     * @return empty if nobody has one
     * @throws ProblemException 409 {@code ambiguous_event} if several customers have one
     */
    public Optional<Identity> find(String source, String id) {
        List<Identity> found = queries.customersOf(source, id).stream()
                .map(customer -> new Identity(customer, source, id))
                .filter(identity -> of(identity).isPresent())
                .toList();
        if (found.size() > 1) {
            throw ProblemException.of(
                    409,
                    "ambiguous_event",
                    "several customers have an event " + id + " of " + source + ": say whose, "
                            + String.join(
                                    ", ",
                                    found.stream().map(Identity::customerId).toList()));
        }
        return found.stream().findFirst();
    }

    /** The story of the event of an identity, empty if nothing of it ever arrived. */
    public Optional<Story> of(Identity identity) {
        Optional<Trace> trace = explanations.trace(identity);
        List<KeptRejection> rejections =
                queries.rejectionsHolding(identity.customerId(), identity.id(), REJECTIONS).stream()
                        .filter(kept -> isOf(identity, kept.rejection()))
                        .toList();
        List<Staged> staged = backfills.staged(identity);
        if (trace.isEmpty() && rejections.isEmpty() && staged.isEmpty()) {
            return Optional.empty();
        }
        List<Change> changes = queries.changesOf(identity);
        List<Correction> made = corrections.correctionsOf(identity);
        Map<String, String> closes = new LinkedHashMap<>();
        for (RatedLine line : trace.map(Trace::lines).orElse(List.of())) {
            queries.closeHolding(line.partition(), line.billableAt()).ifPresent(close -> closes.put(line.id(), close));
        }
        List<String> sentences = new ArrayList<>();
        rejections.forEach(kept -> sentences.add(rejected(kept)));
        staged.forEach(one -> sentences.add(waits(one)));
        trace.ifPresent(found -> tell(found, identity, changes, made, closes, sentences));
        return Optional.of(new Story(
                trace,
                changes,
                made,
                rejections,
                staged,
                closes,
                sentences,
                stopped(trace, staged, rejections).map(Remedies::of)));
    }

    /** The reason why it is not billed: of what is kept, of what waits, or of the last refusal. */
    private static Optional<String> stopped(
            Optional<Trace> trace, List<Staged> staged, List<KeptRejection> rejections) {
        if (trace.isPresent()) {
            return trace.map(Trace::event)
                    .filter(event -> event.disposition() == Disposition.UNMATCHED)
                    .map(KeptEvent::reason);
        }
        return staged.isEmpty()
                ? Optional.of(rejections.getLast().rejection().refusal().code().code())
                : Optional.of(staged.getLast().backfill().reasonOfEvents());
    }

    private static String waits(Staged one) {
        Backfill backfill = one.backfill();
        return "Received at " + one.event().receivedAt() + " at position "
                + one.event().offset() + " of partition " + one.event().partition() + " for the backfill \""
                + backfill.name() + "\", which " + backfill.author() + " opened because \"" + backfill.reason()
                + "\" and which is " + backfill.state() + ": it is "
                + (backfill.decision().isPresent() ? "not billed." : "not billed until that is committed.");
    }

    private static boolean isOf(Identity identity, Rejection rejection) {
        return EventName.of(rejection.event()).equals(new EventName(identity.id(), identity.source()));
    }

    private static String rejected(KeptRejection kept) {
        Rejection rejection = kept.rejection();
        return "Received at " + rejection.receivedAt() + " at position " + rejection.offset() + " of partition "
                + kept.partition() + " and rejected ("
                + rejection.refusal().code().code() + "): "
                + rejection.refusal().detail() + ".";
    }

    private static void tell(
            Trace trace,
            Identity identity,
            List<Change> changes,
            List<Correction> made,
            Map<String, String> closes,
            List<String> sentences) {
        KeptEvent event = trace.event();
        sentences.add("Received at " + event.receivedAt() + " at position " + event.offset() + " of partition "
                + event.partition() + "; it says that it occurred at "
                + event.event().occurredAt() + ".");
        long duplicates = trace.repeats().stream()
                .filter(repeat -> repeat.disposition() == Disposition.DUPLICATE)
                .count();
        long conflicts = trace.repeats().size() - duplicates;
        sentences.add(
                trace.repeats().isEmpty()
                        ? "No other record has its identity."
                        : duplicates + " more records say the same and were set aside; " + conflicts
                                + " say something else under its identity and are kept as conflicts.");
        String arrived = changes.isEmpty()
                ? words(event.disposition(), event.reason())
                : words(changes.getFirst().before(), changes.getFirst().reasonBefore());
        sentences.add("On arrival it was " + arrived + ".");
        for (Change change : changes) {
            sentences.add("The record at position " + change.offset() + " made it "
                    + words(change.disposition(), change.reason()) + ".");
        }
        made.forEach(correction -> sentences.add(corrected(correction, identity)));
        for (RatedLine line : trace.lines()) {
            String close = closes.containsKey(line.id())
                    ? "the close " + closes.get(line.id()) + " holds it"
                    : "no close holds it yet";
            sentences.add("It counts in the line " + line.id() + ", charge " + line.chargeKey() + " of subscription "
                    + line.subscriptionId() + " (" + line.amount().toPlainString() + " " + line.currency()
                    + (line.adjusts() == null ? "" : ", a correction of the line " + line.adjusts()) + "); " + close
                    + ".");
        }
    }

    private static String corrected(Correction correction, Identity identity) {
        boolean madeIt = !correction.event().id().equals(identity.id());
        String what = switch (correction.kind()) {
            case VOID -> "was voided";
            case AMEND -> madeIt ? "replaces the event " + correction.event().id() : "was amended";
            case RELEASE -> "was released";
        };
        String outcome = correction.outcome().orElse("not read from the log yet");
        return "It " + what + " by " + correction.author() + " at " + correction.requestedAt() + " because \""
                + correction.reason() + "\" (" + outcome + ").";
    }

    private static String words(Disposition disposition, String reason) {
        return disposition.code() + " (" + reason + ")";
    }
}
