package io.tallystick.rating.pricing;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The names of the price models. */
public enum PriceModel {
    FLAT,
    PER_UNIT,
    GRADUATED,
    VOLUME,
    PACKAGE,
    STAIRSTEP,
    PERCENTAGE,
    GRADUATED_PERCENTAGE,
    MATRIX,
    DYNAMIC;

    /** The name in the price language: {@code graduated_percentage}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The model of a name of the price language. */
    public static Optional<PriceModel> of(String code) {
        return Arrays.stream(values())
                .filter(model -> model.code().equals(code))
                .findFirst();
    }
}
