package io.tallystick.emitter;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Why a call was not made, in words and in fields that an agent can act on.
 *
 * @param feature what the plan limits
 * @param reason stable code: {@code limit_reached}, {@code not_included}, {@code no_subscription}, {@code not_answered}
 * @param limit the most, if there is a limit
 * @param used what was used of it
 * @param resetsAt when it starts again
 * @param raise how to get more, such as the address of a page
 */
public record Refused(
        String feature,
        String reason,
        Optional<String> limit,
        Optional<String> used,
        Optional<String> resetsAt,
        Optional<String> raise) {
    /** One sentence or a few, such as "The limit of 100 api_calls is used up. It starts again at 2026-11-23T00:00:00Z." */
    public String text() {
        String why = switch (reason) {
            case "limit_reached" -> "The limit of " + limit.orElse("?") + " " + feature + " is used up.";
            case "not_answered" -> "Whether " + feature + " may be used could not be asked. Try again later.";
            case "no_subscription" -> "There is no subscription that allows " + feature + ".";
            default -> "The plan does not include " + feature + ".";
        };
        return why
                + resetsAt.map(at -> " It starts again at " + at + ".").orElse("")
                + raise.map(how -> " To raise it: " + how).orElse("");
    }

    /** The same as fields: {@code error}, {@code feature} and, where known, {@code limit}, {@code used}, {@code resetsAt}, {@code raise}. */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("error", reason);
        fields.put("feature", feature);
        limit.ifPresent(value -> fields.put("limit", value));
        used.ifPresent(value -> fields.put("used", value));
        resetsAt.ifPresent(value -> fields.put("resetsAt", value));
        raise.ifPresent(value -> fields.put("raise", value));
        return fields;
    }
}
