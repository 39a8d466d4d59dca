package io.tallystick.rating.vectors;

import com.fasterxml.jackson.databind.JsonNode;

/** The names that others give to the rounding of units. */
final class Units {
    private Units() {}

    static String round(String name) {
        return switch (name) {
            case "ceil", "ceiling" -> "UP";
            case "floor" -> "DOWN";
            case "round", "half_up" -> "HALF_UP";
            default -> throw new IllegalArgumentException("unknown rounding " + name);
        };
    }

    static boolean isRounding(JsonNode name) {
        return name != null && !name.isNull() && !name.textValue().equals("none");
    }
}
