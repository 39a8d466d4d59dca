package io.tallystick.rating.model;

import io.tallystick.rating.catalog.Charge;
import io.tallystick.rating.catalog.PlanVersion;
import io.tallystick.rating.pricing.Tariff;
import io.tallystick.schemas.meter.Meter;
import io.tallystick.schemas.time.BillingPeriod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a billing period in which usage of a charge has one price. It has more than one window if the subscription was
 * paused in between.
 *
 * @param windows in order, not touching
 * @param plan the plan version that prices it
 * @param charge the charge
 * @param meter its meter
 * @param tariff what it costs: the own or listed tariff with reserved units included
 * @param free whether it lies in a trial
 */
record Segment(
        List<BillingPeriod> windows, PlanVersion plan, Charge.Usage charge, Meter meter, Tariff tariff, boolean free) {
    Segment {
        windows = List.copyOf(windows);
    }

    Instant start() {
        return windows.getFirst().start();
    }

    BillingPeriod service() {
        return new BillingPeriod(start(), windows.getLast().end());
    }

    boolean counts(Meter other) {
        return meter.key().equals(other.key());
    }

    boolean contains(Instant at) {
        for (BillingPeriod window : windows) {
            if (window.contains(at)) {
                return true;
            }
        }
        return false;
    }

    /** Whether usage in the other one costs the same, so that the two are one. */
    boolean continues(Segment other) {
        return free == other.free
                && meter.equals(other.meter)
                && tariff.equals(other.tariff)
                && charge.filter().equals(other.charge.filter());
    }

    Segment plus(BillingPeriod window) {
        List<BillingPeriod> more = new ArrayList<>(windows);
        if (windows.getLast().end().equals(window.start())) {
            more.set(more.size() - 1, new BillingPeriod(windows.getLast().start(), window.end()));
        } else {
            more.add(window);
        }
        return new Segment(more, plan, charge, meter, tariff, free);
    }
}
