package io.tallystick.rating.app;

import io.tallystick.rating.app.UsageQueries.Behind;
import io.tallystick.rating.app.UsageQueries.EventPlace;
import io.tallystick.rating.app.UsageQueries.KeptRepeat;
import io.tallystick.rating.app.UsageQueries.Lived;
import io.tallystick.rating.model.Attributed;
import io.tallystick.rating.model.Attribution;
import io.tallystick.rating.model.Contribution;
import io.tallystick.rating.model.PeriodKey;
import io.tallystick.rating.model.Subscription;
import io.tallystick.rating.model.Timeline;
import io.tallystick.schemas.rated.RatedLine;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Follows a line back to its events, and an event forward to its lines. */
public final class Explanations {
    private static final int CHUNK = 1_000;
    private static final int MOST_READ = 20_000;
    private static final int REPEATS = 100;

    private final UsageQueries queries;
    private final RatingStore store;
    private final Catalog catalog;
    private final CorrectionStore corrections;

    /** Explanations of what {@code store} holds. */
    public Explanations(UsageQueries queries, RatingStore store, Catalog catalog, CorrectionStore corrections) {
        this.queries = queries;
        this.store = store;
        this.catalog = catalog;
        this.corrections = corrections;
    }

    /** What an event did to a line. */
    public enum Part {
        /** It counts in the line. */
        COUNTED,
        /** What the line corrects holds it, and it was taken out. */
        TAKEN_OUT,
        /** It counted for a while, and was taken out before the line became what it is. */
        CAME_AND_WENT
    }

    /**
     * An event behind a line.
     *
     * @param event the event
     * @param quantity what it adds to the line, or takes from it
     * @param part what it did
     * @param takenOutAt position of the record that took it out
     * @param correction the correction that did, if it was one
     */
    public record Behindhand(
            KeptEvent event,
            BigDecimal quantity,
            Part part,
            Optional<Long> takenOutAt,
            Optional<Correction> correction) {}

    /**
     * Some events behind a line.
     *
     * @param events in the order of their time
     * @param next where the following ones begin, empty on the last page
     */
    public record EventsOfLine(List<Behindhand> events, Optional<EventPlace> next) {
        /** Copies the list. */
        public EventsOfLine {
            events = List.copyOf(events);
        }
    }

    /**
     * What became of an event.
     *
     * @param event as it is kept
     * @param repeats records that repeated it
     * @param lines that it counts in
     */
    public record Trace(KeptEvent event, List<KeptRepeat> repeats, List<RatedLine> lines) {
        /** Copies the lists. */
        public Trace {
            repeats = List.copyOf(repeats);
            lines = List.copyOf(lines);
        }
    }

    /** The line of an id: as it is, or an earlier state of it that a decision has replaced. */
    public Optional<StoredLine> line(String id, Optional<Long> revision) {
        Optional<StoredLine> now = queries.line(id);
        return revision.isEmpty()
                        || now.filter(line -> line.line().line().revision() == revision.get())
                                .isPresent()
                ? now
                : queries.line(id, revision.get());
    }

    /**
     * The events behind a line, after a place, at most {@code limit}: those that it was made of, by the subscriptions of that time. It is
     * the same list whatever happens to the events and to the customer's subscriptions afterwards.
     */
    public EventsOfLine events(StoredLine stored, Optional<EventPlace> after, int limit) {
        RatedLine line = stored.line().line();
        if (line.meterKey() == null) {
            return new EventsOfLine(List.of(), Optional.empty());
        }
        CatalogView view = catalog.view();
        long before = line.adjusts() == null ? -1 : positionOfTheOneBefore(stored);
        long then = line.revision() - 1;
        Made made = new Made(
                stored, view, timelineAt(line.customerId(), before, view), timelineAt(line.customerId(), then, view));
        List<String> types =
                view.meter(line.meterKey()).map(meter -> meter.eventTypes()).orElse(List.of());
        Behind behind =
                new Behind(line.customerId(), types, line.servicePeriodStart(), line.servicePeriodEnd(), before, then);
        List<Behindhand> found = new ArrayList<>();
        Optional<EventPlace> place = after;
        int read = 0;
        while (read < MOST_READ) {
            List<Lived> chunk = queries.eventsAt(behind, place, CHUNK);
            for (Lived event : chunk) {
                Optional<Behindhand> part = made.part(event);
                if (part.isPresent()) {
                    if (found.size() == limit) {
                        return new EventsOfLine(found, place);
                    }
                    found.add(withCorrection(part.get()));
                }
                place = Optional.of(placeOf(event.event()));
            }
            if (chunk.size() < CHUNK) {
                return new EventsOfLine(found, Optional.empty());
            }
            read += chunk.size();
        }
        return new EventsOfLine(found, place);
    }

    private Behindhand withCorrection(Behindhand one) {
        if (one.takenOutAt().isEmpty()) {
            return one;
        }
        Optional<Correction> by = corrections
                .correctionsOf(Identity.of(one.event().event()))
                .stream()
                .filter(correction -> correction.appliedOffset().equals(one.takenOutAt()))
                .findFirst();
        return new Behindhand(one.event(), one.quantity(), one.part(), one.takenOutAt(), by);
    }

    /** The line with the subscriptions of the time before it, if it corrects another, and of its own time. */
    private record Made(StoredLine stored, CatalogView view, Timeline before, Timeline then) {
        Optional<Behindhand> part(Lived lived) {
            Optional<BigDecimal> counted = lived.then() ? quantity(lived.event(), then) : Optional.empty();
            Optional<BigDecimal> held = lived.before() ? quantity(lived.event(), before) : Optional.empty();
            if (counted.isPresent()) {
                return held.isPresent()
                        ? Optional.empty()
                        : counted.map(quantity -> new Behindhand(
                                lived.event(), quantity, Part.COUNTED, Optional.empty(), Optional.empty()));
            }
            if (held.isPresent()) {
                return held.map(quantity -> taken(lived, quantity, Part.TAKEN_OUT));
            }
            return lived.takenOutAt()
                    .flatMap(_ -> quantity(lived.event(), then))
                    .map(quantity -> taken(lived, quantity, Part.CAME_AND_WENT));
        }

        private static Behindhand taken(Lived lived, BigDecimal quantity, Part part) {
            return new Behindhand(lived.event(), quantity, part, lived.takenOutAt(), Optional.empty());
        }

        private Optional<BigDecimal> quantity(KeptEvent event, Timeline timeline) {
            RatedLine line = stored.line().line();
            return contributions(event, timeline, view).stream()
                    .filter(contribution -> contribution.series().period().equals(stored.period())
                            && contribution.series().chargeKey().equals(line.chargeKey())
                            && holds(line, contribution.at()))
                    .map(Contribution::quantity)
                    .findFirst();
        }
    }

    /** What became of the event of an identity. */
    public Optional<Trace> trace(Identity identity) {
        return queries.event(identity).map(event -> {
            CatalogView view = catalog.view();
            Timeline timeline = timeline(identity.customerId(), view);
            List<Contribution> contributions =
                    event.disposition() == Disposition.RATED ? contributions(event, timeline, view) : List.of();
            List<PeriodKey> periods = contributions.stream()
                    .map(contribution -> contribution.series().period())
                    .distinct()
                    .toList();
            List<RatedLine> lines = new ArrayList<>();
            if (!periods.isEmpty()) {
                store.transaction(tx -> tx.lines(periods)).values().forEach(lines::addAll);
            }
            List<RatedLine> counted = lines.stream()
                    .filter(line -> contributions.stream()
                            .anyMatch(contribution ->
                                    contribution.series().chargeKey().equals(line.chargeKey())
                                            && contribution
                                                    .series()
                                                    .period()
                                                    .subscriptionId()
                                                    .equals(line.subscriptionId())))
                    .filter(line -> holds(line, event.event().occurredAt()))
                    .sorted(Comparator.comparing(RatedLine::billableAt).thenComparing(RatedLine::id))
                    .toList();
            return new Trace(event, queries.repeatsOf(identity, REPEATS), counted);
        });
    }

    private static EventPlace placeOf(KeptEvent event) {
        return new EventPlace(
                event.event().occurredAt(),
                event.event().source(),
                event.event().id());
    }

    private static boolean holds(RatedLine line, Instant at) {
        return !at.isBefore(line.servicePeriodStart()) && at.isBefore(line.servicePeriodEnd());
    }

    /** A correction holds the difference to the original and to the corrections before it, as they stand in a close. */
    private long positionOfTheOneBefore(StoredLine stored) {
        RatedLine line = stored.line().line();
        List<RatedLine> ofPeriod =
                store.transaction(tx -> tx.lines(List.of(stored.period()))).getOrDefault(stored.period(), List.of());
        return ofPeriod.stream()
                .filter(other ->
                        other.id().equals(line.adjusts()) || line.adjusts().equals(other.adjusts()))
                .filter(other -> other.billableAt().isBefore(line.billableAt()))
                .mapToLong(other -> other.revision() - 1)
                .max()
                .orElse(-1);
    }

    private static List<Contribution> contributions(KeptEvent event, Timeline timeline, CatalogView view) {
        return switch (Attribution.attribute(event.event(), timeline, view.rulesOfAll())) {
            case Attributed.Charged charged -> charged.contributions();
            case Attributed.NotChargeable _, Attributed.Unmatched _ -> List.of();
        };
    }

    /** The customer's timeline as the owner of its partition has applied it. */
    private Timeline timeline(String customerId, CatalogView view) {
        return timelineAt(customerId, Long.MAX_VALUE, view);
    }

    /** The same as it was after the record at a position. */
    private Timeline timelineAt(String customerId, long offset, CatalogView view) {
        return store.transaction(tx -> {
            Account account = tx.accounts(List.of(customerId)).getOrDefault(customerId, Account.unknown(customerId));
            Account then = queries.appliedAt(customerId, offset)
                    .map(applied ->
                            new Account(customerId, applied, Set.of(), account.openedUntil(), account.nextDue()))
                    .orElse(account);
            List<Subscription> all = tx.subscriptions(List.of(customerId)).getOrDefault(customerId, List.of());
            return Timeline.of(customerId, CustomerBook.applied(all, then), view);
        });
    }
}
