package io.tallystick.rating.simulation;

import io.tallystick.rating.model.Fact;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;

/** The periods of a subscription and what is sold in each, by counting months; what it does not know is not drawn. */
record Life(String id, String customer, List<Fact> facts) {
    private static final List<String> BASIC = List.of("fee", "calls", "models", "bytes", "level");
    private static final List<String> PRO = List.of("fee", "calls", "bytes", "level");

    private Instant begin() {
        return facts.getFirst().at();
    }

    /** The first instant of a period; they are counted from 0, by months of the calendar of UTC. */
    Instant start(int period) {
        return LocalDateTime.ofInstant(begin(), ZoneOffset.UTC)
                .plusMonths(period)
                .toInstant(ZoneOffset.UTC);
    }

    /** The period that holds an instant, -1 before the first. */
    private int at(Instant instant) {
        int period = -1;
        while (!start(period + 1).isAfter(instant)) {
            period++;
        }
        return period;
    }

    boolean has(int period) {
        for (Fact fact : facts) {
            if (fact instanceof Fact.Cancel cancel && period > at(cancel.at())) {
                return false;
            }
        }
        return true;
    }

    /** The plan of a period: what was said last of all that was said before it began. */
    String plan(int period) {
        String plan = "";
        List<Fact> inOrder =
                facts.stream().sorted(Comparator.comparing(Fact::at)).toList();
        for (Fact fact : inOrder) {
            if (fact instanceof Fact.Start start) {
                plan = start.plan().key();
            } else if (fact instanceof Fact.ToPlan change && at(change.at()) < period) {
                plan = change.plan().key();
            }
        }
        return plan;
    }

    List<String> charges(int period) {
        return plan(period).equals("basic") ? BASIC : PRO;
    }

    /** The meter that counts a type of events has the name of the charge. */
    static String charge(Sent sent) {
        return switch (sent.type()) {
            case "sim.call" -> "calls";
            case "sim.model" -> "models";
            case "sim.bytes" -> "bytes";
            case "sim.level" -> "level";
            default -> throw new IllegalArgumentException(sent.type());
        };
    }

    static boolean isFailedCall(Sent sent) {
        return sent.type().equals("sim.call") && !sent.text().equals("ok");
    }

    /** Whether the subscription pays for an event. */
    boolean charges(Sent sent) {
        int period = sent.customer().equals(customer) ? at(sent.at()) : -1;
        return period >= 0 && has(period) && charges(period).contains(charge(sent));
    }
}
