package io.tallystick.invoice.http;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What rating wrote on a line, in the language of the customer. A stored line is the same in every language; its own words are few,
 * and names of plans and charges stay as they are.
 */
final class Wordings {
    private static final String DAY = "\\d{1,2} [A-Z][a-z]{2}";
    /** {@code , 1–30 Nov 2026}, {@code , 16 Nov – 15 Dec 2026}, {@code , 16 Nov 2026} at the end. */
    private static final Pattern DATES =
            Pattern.compile(", (?:\\d{1,2}–|" + DAY + "(?: \\d{4})? – )?" + DAY + " \\d{4}$");

    private static final Pattern BEYOND = Pattern.compile("^(.*) beyond ([0-9,.]+) included$");
    private static final Pattern PACKAGES = Pattern.compile("^packages of ([0-9.]+)$");
    private static final String ROUNDED_UP = ", rounded up";

    private Wordings() {}

    /** {@code API calls beyond 10,000 included, 1–30 Nov 2026} is {@code API calls über 10.000 inklusive}; its period stands beside it. */
    static String description(String stored, Language language) {
        if (language.isStored()) {
            return stored;
        }
        String named = DATES.matcher(stored).replaceFirst("");
        Matcher beyond = BEYOND.matcher(named);
        return beyond.matches()
                ? language.say("beyond", beyond.group(1), number(beyond.group(2), language))
                : language.label(named);
    }

    /** {@code included} is {@code inklusive}. */
    static String step(String stored, Language language) {
        Matcher packages = PACKAGES.matcher(stored);
        if (packages.matches()) {
            return language.say("label_packages", number(packages.group(1), language));
        }
        return stored.endsWith(ROUNDED_UP)
                ? language.say("label_rounded_up", stored.substring(0, stored.length() - ROUNDED_UP.length()))
                : language.label(stored);
    }

    private static String number(String english, Language language) {
        return language.plain(new BigDecimal(english.replace(",", "")));
    }
}
