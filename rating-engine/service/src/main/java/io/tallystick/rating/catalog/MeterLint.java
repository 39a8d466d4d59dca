package io.tallystick.rating.catalog;

import io.tallystick.rating.pricing.Findings;
import io.tallystick.schemas.meter.Meter;
import io.tallystick.schemas.meter.Meter.Aggregation;
import io.tallystick.schemas.money.DecimalRefused;
import io.tallystick.schemas.money.Decimals;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The rules of a meter. Codes: {@code key_invalid}, {@code event_types_missing}, {@code value_missing}, {@code
 * value_not_applicable}, {@code unique_missing}, {@code field_not_applicable}, {@code percentile_missing}, {@code
 * percentile_out_of_range}, {@code bucket_invalid}, {@code pointer_invalid}, {@code unknown_dimension}, {@code
 * condition_empty}, {@code meter_changed}.
 */
final class MeterLint {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private MeterLint() {}

    static void check(Meter meter, Findings findings) {
        Lint.key(meter.key(), findings);
        if (meter.eventTypes().isEmpty()) {
            findings.at("eventTypes").add("event_types_missing", null, "at least one event type must feed the meter");
        }
        value(meter, findings);
        unique(meter, findings);
        percentile(meter, findings);
        only(meter, Aggregation.TIME_WEIGHTED, meter.per(), findings.at("per"));
        dimensions(meter, findings);
    }

    /** A published meter is immutable, apart from its name and whether it is archived. */
    static void unchanged(Meter before, Meter now, Findings findings) {
        if (before != null && !before.definition().equals(now.definition())) {
            findings.add(
                    "meter_changed",
                    now.key(),
                    "a published meter cannot be redefined, because usage was counted by it; add a meter with another key");
        }
    }

    private static void value(Meter meter, Findings findings) {
        boolean counts = switch (meter.aggregation()) {
            case COUNT, UNIQUE_COUNT -> true;
            case SUM, MAX, MIN, LATEST, TIME_WEIGHTED, PERCENTILE, AVERAGE -> false;
        };
        if (counts && meter.value().isPresent()) {
            findings.at("value")
                    .add("value_not_applicable", meter.value().get(), meter.aggregation() + " reads no quantity");
        }
        if (!counts && meter.value().isEmpty()) {
            findings.at("value")
                    .add("value_missing", null, meter.aggregation() + " needs a JSON pointer to the quantity in data");
        }
        meter.value().ifPresent(pointer -> pointer(pointer, findings.at("value")));
    }

    private static void unique(Meter meter, Findings findings) {
        only(meter, Aggregation.UNIQUE_COUNT, meter.unique(), findings.at("unique"));
        if (meter.aggregation() == Aggregation.UNIQUE_COUNT && meter.unique().isEmpty()) {
            findings.at("unique")
                    .add("unique_missing", null, "UNIQUE_COUNT needs a JSON pointer to the value that is counted once");
        }
        meter.unique().ifPresent(pointer -> pointer(pointer, findings.at("unique")));
    }

    private static void percentile(Meter meter, Findings findings) {
        only(meter, Aggregation.PERCENTILE, meter.percentile(), findings.at("percentile"));
        only(meter, Aggregation.PERCENTILE, meter.bucket(), findings.at("bucket"));
        only(meter, Aggregation.PERCENTILE, meter.bucketBy(), findings.at("bucketBy"));
        if (meter.aggregation() != Aggregation.PERCENTILE) {
            return;
        }
        if (meter.percentile().isEmpty()) {
            findings.at("percentile").add("percentile_missing", null, "PERCENTILE needs one, such as \"95\"");
        }
        meter.percentile()
                .filter(MeterLint::notAPercentile)
                .ifPresent(text -> findings.at("percentile")
                        .add("percentile_out_of_range", text, "must be a decimal number above 0 and up to 100"));
        meter.bucket()
                .filter(MeterLint::notABucket)
                .ifPresent(text -> findings.at("bucket")
                        .add(
                                "bucket_invalid",
                                text,
                                "must be an ISO 8601 duration of at least a second, such as PT5M"));
    }

    private static boolean notAPercentile(String text) {
        try {
            BigDecimal percentile = Decimals.parse(text);
            return percentile.signum() <= 0 || percentile.compareTo(HUNDRED) > 0;
        } catch (DecimalRefused refused) {
            return true;
        }
    }

    private static boolean notABucket(String text) {
        try {
            return Duration.parse(text).compareTo(Duration.ofSeconds(1)) < 0;
        } catch (DateTimeException refused) {
            return true;
        }
    }

    private static void dimensions(Meter meter, Findings findings) {
        new TreeMap<>(meter.dimensions())
                .forEach((name, pointer) ->
                        pointer(pointer, findings.at("dimensions").at(name)));
        for (int i = 0; i < meter.filter().size(); i++) {
            condition(meter.filter().get(i), meter, findings.at("filter").at(i));
        }
    }

    /** A condition on a dimension of a meter, in the meter itself or in a charge on it. */
    static void condition(Meter.Condition condition, Meter meter, Findings findings) {
        if (!meter.dimensions().containsKey(condition.dimension())) {
            findings.at("dimension")
                    .add(
                            "unknown_dimension",
                            condition.dimension(),
                            "meter " + meter.key() + " has the dimensions "
                                    + meter.dimensions().keySet().stream()
                                            .sorted()
                                            .toList());
        }
        if (condition.in().isEmpty()) {
            findings.at("in").add("condition_empty", null, "at least one value must pass");
        }
    }

    private static void only(Meter meter, Aggregation applicable, Optional<?> field, Findings findings) {
        if (field.isPresent() && meter.aggregation() != applicable) {
            findings.add("field_not_applicable", field.get(), "belongs to " + applicable + " only");
        }
    }

    private static void pointer(String pointer, Findings findings) {
        if (!pointer.startsWith("/")) {
            findings.add("pointer_invalid", pointer, "must be a JSON pointer into data, such as /seconds");
        }
    }
}
