package io.tallystick.rating.model;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A subscription as it is stored: who, in which zone, counted from when, and its dated facts. It becomes something that can
 * be asked in a {@link Timeline}.
 *
 * @param id its id
 * @param customerId who pays
 * @param zone IANA zone in which days and periods are counted
 * @param anchor local time from which billing periods are counted; absent: midnight of the first day
 * @param facts in the order in which they were added, the first is a {@link Fact.Start}
 */
public record Subscription(
        String id, String customerId, ZoneId zone, Optional<LocalDateTime> anchor, List<Fact> facts) {
    /** Copies the list. */
    public Subscription {
        facts = List.copyOf(facts);
    }

    /** This subscription with one fact more. */
    public Subscription plus(Fact fact) {
        List<Fact> more = new ArrayList<>(facts);
        more.add(fact);
        return new Subscription(id, customerId, zone, anchor, more);
    }
}
