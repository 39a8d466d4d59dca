package io.tallystick.rating.app;

import io.tallystick.rating.app.UsageQueries.Behind;
import io.tallystick.rating.app.UsageQueries.EventPlace;
import io.tallystick.rating.app.UsageQueries.KeptRepeat;
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

/** Follows a line back to its events, and an event forward to its lines. */
public final class Explanations {
    private static final int CHUNK = 1_000;
    private static final int MOST_READ = 20_000;
    private static final int REPEATS = 100;

    private final UsageQueries queries;
    private final RatingStore store;
    private final Catalog catalog;

    /** Explanations of what {@code store} holds. */
    public Explanations(UsageQueries queries, RatingStore store, Catalog catalog) {
        this.queries = queries;
        this.store = store;
        this.catalog = catalog;
    }

    /**
     * An event behind a line.
     *
     * @param event the event
     * @param quantity what it adds to the line
     */
    public record Behindhand(KeptEvent event, BigDecimal quantity) {}

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

    /** The events behind a line, after a place, at most {@code limit}. */
    public EventsOfLine events(StoredLine stored, Optional<EventPlace> after, int limit) {
        RatedLine line = stored.line().line();
        if (line.meterKey() == null) {
            return new EventsOfLine(List.of(), Optional.empty());
        }
        CatalogView view = catalog.view();
        Timeline timeline = timeline(line.customerId(), view);
        Behind behind = behind(stored, view);
        List<Behindhand> found = new ArrayList<>();
        Optional<EventPlace> place = after;
        int read = 0;
        while (read < MOST_READ) {
            List<KeptEvent> chunk = queries.eventsBehind(behind, place, CHUNK);
            for (KeptEvent event : chunk) {
                Optional<BigDecimal> quantity = quantity(event, stored, timeline, view);
                if (quantity.isPresent()) {
                    if (found.size() == limit) {
                        return new EventsOfLine(found, place);
                    }
                    found.add(new Behindhand(event, quantity.get()));
                }
                place = Optional.of(placeOf(event));
            }
            if (chunk.size() < CHUNK) {
                return new EventsOfLine(found, Optional.empty());
            }
            read += chunk.size();
        }
        return new EventsOfLine(found, place);
    }

    /** What became of the event of an identity. */
    public Optional<Trace> trace(Identity identity) {
        return queries.event(identity).map(event -> {
            CatalogView view = catalog.view();
            Timeline timeline = timeline(identity.customerId(), view);
            List<Contribution> contributions = contributions(event, timeline, view);
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

    /** The last of the levels before the period counts in it too, but is an event of the period before. */
    private Behind behind(StoredLine stored, CatalogView view) {
        RatedLine line = stored.line().line();
        List<String> types =
                view.meter(line.meterKey()).map(meter -> meter.eventTypes()).orElse(List.of());
        return new Behind(
                line.customerId(),
                types,
                line.servicePeriodStart(),
                line.servicePeriodEnd(),
                line.adjusts() == null ? -1 : sealOfTheOneBefore(stored),
                queries.sealsAround(line.partition(), line.billableAt()).after());
    }

    /** A correction holds what came after the seal of the original, or of the correction before it. */
    private long sealOfTheOneBefore(StoredLine stored) {
        RatedLine line = stored.line().line();
        List<RatedLine> ofPeriod =
                store.transaction(tx -> tx.lines(List.of(stored.period()))).getOrDefault(stored.period(), List.of());
        return ofPeriod.stream()
                .filter(other ->
                        other.id().equals(line.adjusts()) || line.adjusts().equals(other.adjusts()))
                .map(RatedLine::billableAt)
                .filter(billableAt -> billableAt.isBefore(line.billableAt()))
                .max(Instant::compareTo)
                .map(before -> queries.sealsAround(line.partition(), before).after())
                .orElse(-1L);
    }

    private static Optional<BigDecimal> quantity(
            KeptEvent event, StoredLine stored, Timeline timeline, CatalogView view) {
        RatedLine line = stored.line().line();
        return contributions(event, timeline, view).stream()
                .filter(contribution -> contribution.series().period().equals(stored.period())
                        && contribution.series().chargeKey().equals(line.chargeKey())
                        && holds(line, contribution.at()))
                .map(Contribution::quantity)
                .findFirst();
    }

    private static List<Contribution> contributions(KeptEvent event, Timeline timeline, CatalogView view) {
        if (event.disposition() != Disposition.RATED) {
            return List.of();
        }
        return switch (Attribution.attribute(event.event(), timeline, view.rulesOfAll())) {
            case Attributed.Charged charged -> charged.contributions();
            case Attributed.NotChargeable _, Attributed.Unmatched _ -> List.of();
        };
    }

    /** The customer's timeline as the owner of its partition has applied it. */
    private Timeline timeline(String customerId, CatalogView view) {
        return store.transaction(tx -> {
            Account account = tx.accounts(List.of(customerId)).getOrDefault(customerId, Account.unknown(customerId));
            List<Subscription> all = tx.subscriptions(List.of(customerId)).getOrDefault(customerId, List.of());
            return Timeline.of(customerId, CustomerBook.applied(all, account), view);
        });
    }
}
