package io.tallystick.rating.model;

import io.tallystick.schemas.id.Hash128;
import io.tallystick.schemas.meter.Meter;
import io.tallystick.schemas.time.BillingPeriod;
import java.util.ArrayList;
import java.util.List;

/** What decides which events a state has folded, as one text. Prices are not in it: they may change without a new fold. */
final class Layout {
    private Layout() {}

    static String of(List<Segment> segments) {
        List<String> parts = new ArrayList<>();
        for (Segment segment : segments) {
            parts.add(segment.meter().key());
            parts.add(String.join("\n", Measure.groupedBy(segment)));
            parts.add(Measure.carriedAmount(segment).orElse(null));
            for (Meter.Condition condition : segment.charge().filter()) {
                parts.add(condition.dimension());
                parts.add(Integer.toString(condition.in().size()));
                parts.addAll(condition.in());
            }
            for (BillingPeriod window : segment.windows()) {
                parts.add(window.toString());
            }
        }
        return Hash128.of(parts.toArray(String[]::new)).toString();
    }
}
