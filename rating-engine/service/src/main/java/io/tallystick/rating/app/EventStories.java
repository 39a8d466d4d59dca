package io.tallystick.rating.app;

import io.tallystick.rating.app.Explanations.Trace;
import io.tallystick.rating.app.UsageQueries.Change;
import io.tallystick.rating.app.UsageQueries.KeptRejection;
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
    private final Explanations explanations;

    /** Stories of the events of {@code queries}. */
    public EventStories(UsageQueries queries, CorrectionStore corrections, Explanations explanations) {
        this.queries = queries;
        this.corrections = corrections;
        this.explanations = explanations;
    }

    /**
     * The story of an event.
     *
     * @param trace the event as it is kept, with its repetitions and lines; empty if every record of it was rejected
     * @param changes how its disposition changed after it arrived
     * @param corrections what was done to it, and the amendment that made it
     * @param rejections records of it that were no acceptable event
     * @param closes the close that holds a line, by line id, for the lines that one holds
     * @param sentences the same in words, in the order of time
     * @param remedy what would mend it, if it is not billed
     */
    public record Story(
            Optional<Trace> trace,
            List<Change> changes,
            List<Correction> corrections,
            List<KeptRejection> rejections,
            Map<String, String> closes,
            List<String> sentences,
            Optional<String> remedy) {
        /** Copies the collections. */
        public Story {
            changes = List.copyOf(changes);
            corrections = List.copyOf(corrections);
            rejections = List.copyOf(rejections);
            closes = Map.copyOf(closes);
            sentences = List.copyOf(sentences);
        }
    }

    /** The story of the event of an identity, empty if nothing of it ever arrived. */
    public Optional<Story> of(Identity identity) {
        Optional<Trace> trace = explanations.trace(identity);
        List<KeptRejection> rejections =
                queries.rejectionsHolding(identity.customerId(), identity.id(), REJECTIONS).stream()
                        .filter(kept -> isOf(identity, kept.rejection()))
                        .toList();
        if (trace.isEmpty() && rejections.isEmpty()) {
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
        trace.ifPresent(found -> tell(found, identity, changes, made, closes, sentences));
        Optional<String> stopped = trace.isPresent()
                ? trace.map(Trace::event)
                        .filter(event -> event.disposition() == Disposition.UNMATCHED)
                        .map(KeptEvent::reason)
                : Optional.of(rejections.getLast().rejection().refusal().code().code());
        return Optional.of(new Story(trace, changes, made, rejections, closes, sentences, stopped.map(Remedies::of)));
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
