package io.tallystick.rating.catalog;

import io.tallystick.rating.pricing.Finding;
import io.tallystick.rating.pricing.Findings;
import io.tallystick.schemas.meter.Meter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Names everything that is wrong with a price book, each under the JSON pointer of its field. A price book with findings is
 * not published. Codes (stable): see {@link PlanLint}, {@link MeterLint} and the {@code check} method of every price.
 */
public final class Lint {
    private Lint() {}

    /**
     * Checks a whole price book.
     *
     * @param known meters that exist already, by key; a plan may use them, and a meter of the book may not redefine them
     */
    public static List<Finding> check(PriceBook book, Map<String, Meter> known) {
        Findings findings = Findings.root();
        Map<String, Meter> meters = new HashMap<>(known);
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < book.meters().size(); i++) {
            Meter meter = book.meters().get(i);
            Findings here = findings.at("meters").at(i);
            MeterLint.check(meter, here);
            unique(keys, meter.key(), here);
            MeterLint.unchanged(known.get(meter.key()), meter, here);
            meters.put(meter.key(), meter);
        }
        keys.clear();
        for (int i = 0; i < book.plans().size(); i++) {
            Plan plan = book.plans().get(i);
            Findings here = findings.at("plans").at(i);
            unique(keys, plan.key(), here);
            PlanLint.check(plan, meters, here);
        }
        return findings.list();
    }

    /** Checks one plan against the meters that exist; pointers start at the plan. */
    public static List<Finding> check(Plan plan, Map<String, Meter> meters) {
        Findings findings = Findings.root();
        PlanLint.check(plan, meters, findings);
        return findings.list();
    }

    /** Checks one meter; pointers start at the meter. */
    public static List<Finding> check(Meter meter) {
        Findings findings = Findings.root();
        MeterLint.check(meter, findings);
        return findings.list();
    }

    static void unique(Set<String> seen, String key, Findings findings) {
        if (!seen.add(key)) {
            findings.at("key").add("duplicate_key", key, "must be used once");
        }
    }

    static void key(String key, Findings findings) {
        if (!key.matches("[a-z0-9][a-z0-9_-]{0,63}")) {
            findings.at("key")
                    .add("key_invalid", key, "must be 1 to 64 lower-case letters, digits, '_' or '-', not first");
        }
    }
}
