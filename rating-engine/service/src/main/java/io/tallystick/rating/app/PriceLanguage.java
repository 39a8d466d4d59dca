package io.tallystick.rating.app;

import io.tallystick.rating.catalog.Plan;
import io.tallystick.rating.catalog.PriceBook;
import io.tallystick.schemas.meter.Meter;
import io.tallystick.schemas.money.CurrencyUnit;
import java.util.Optional;

/**
 * The price language: one notation for the price book file (YAML), the REST API (JSON), the stored plan version and the
 * simulations. Reading and writing keep every value: {@code readPlan(write(plan))} equals {@code plan}, and equal plans are
 * written as equal bytes.
 *
 * <p>Every method that reads throws {@link PriceLanguageRefused} with all findings at once; it decides about notation
 * (unknown fields, missing fields, numbers that are none). Whether the prices make sense is decided by {@link
 * io.tallystick.rating.catalog.Lint}.
 */
public interface PriceLanguage {

    /** Reads a price book file, YAML or JSON. */
    PriceBook readBook(String yamlOrJson);

    /** Reads a plan, YAML or JSON. */
    Plan readPlan(String json);

    /** Reads a plan that may leave out its currency. */
    Plan readPlan(String json, Optional<CurrencyUnit> currency);

    /** Reads a meter. */
    Meter readMeter(String json);

    /** The plan as canonical JSON. */
    String write(Plan plan);

    /** The meter as canonical JSON. */
    String write(Meter meter);

    /** The price book as canonical JSON. */
    String write(PriceBook book);
}
