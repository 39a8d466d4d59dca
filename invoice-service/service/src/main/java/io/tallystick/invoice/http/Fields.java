package io.tallystick.invoice.http;

import io.tallystick.schemas.money.CurrencyUnit;
import io.tallystick.schemas.money.DecimalRefused;
import io.tallystick.schemas.money.Decimals;
import io.tallystick.web.problem.FieldErrors;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the fields of commands and collects every rule that they break. Decimals come as text, checked before any arithmetic. */
final class Fields {
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern SCOPE =
            Pattern.compile("(charge|meter|plan|kind|subscription):[^\\s\\p{Cntrl}]{1,128}");
    private static final int MAX_SCOPES = 100;
    private static final int MAX_TEXT = 500;

    private final FieldErrors errors = new FieldErrors();

    /** A stable name. */
    Fields code(String pointer, String value) {
        errors.required(value, pointer);
        errors.check(
                value == null || CODE.matcher(value).matches(),
                pointer,
                value,
                "invalid_code",
                "1 to 64 letters, digits, dots, dashes and underscores, beginning with a letter or digit");
        return this;
    }

    /** Words for people. */
    Fields text(String pointer, String value, boolean required) {
        if (required) {
            errors.required(value, pointer);
        }
        errors.check(
                value == null
                        || (value.length() <= MAX_TEXT && value.codePoints().noneMatch(Character::isISOControl)),
                pointer,
                value,
                "invalid_text",
                "at most " + MAX_TEXT + " characters without control characters");
        return this;
    }

    /** Which lines. */
    Fields scopes(String pointer, List<String> scopes) {
        List<String> given = scopes == null ? List.of() : scopes;
        errors.check(
                given.size() <= MAX_SCOPES, pointer, given.size(), "too_many", "at most " + MAX_SCOPES + " entries");
        for (int i = 0; i < given.size(); i++) {
            errors.check(
                    given.get(i) != null && SCOPE.matcher(given.get(i)).matches(),
                    pointer + "/" + i,
                    given.get(i),
                    "invalid_scope",
                    "charge:…, meter:…, plan:…, kind:… or subscription:…");
        }
        return this;
    }

    /** A currency. */
    Fields currency(String pointer, String code) {
        errors.required(code, pointer);
        return rule(
                code == null || isCurrency(code),
                pointer,
                code,
                "unknown_currency",
                "a currency of ISO 4217 such as USD");
    }

    /** A decimal; zero if it is refused, which is noted. */
    BigDecimal decimal(String pointer, String text) {
        return parsed(pointer, text).orElse(BigDecimal.ZERO);
    }

    /** A decimal between two others, both included. */
    BigDecimal decimal(String pointer, String text, String least, String most) {
        Optional<BigDecimal> value = parsed(pointer, text);
        value.ifPresent(number -> errors.check(
                number.compareTo(new BigDecimal(least)) >= 0 && number.compareTo(new BigDecimal(most)) <= 0,
                pointer,
                text,
                "out_of_range",
                "from " + least + " to " + most));
        return value.orElse(BigDecimal.ZERO);
    }

    /** A decimal above zero. */
    BigDecimal positive(String pointer, String text) {
        Optional<BigDecimal> value = parsed(pointer, text);
        value.ifPresent(number -> errors.check(number.signum() > 0, pointer, text, "not_positive", "above 0"));
        return value.orElse(BigDecimal.ZERO);
    }

    private Optional<BigDecimal> parsed(String pointer, String text) {
        try {
            return Optional.of(Decimals.parse(text));
        } catch (DecimalRefused refused) {
            errors.check(false, pointer, text, refused.code(), refused.getMessage());
            return Optional.empty();
        }
    }

    /** Any other rule. */
    Fields rule(boolean holds, String pointer, Object value, String code, String rule) {
        errors.check(holds, pointer, value, code, rule);
        return this;
    }

    /** Lets the command pass only if no rule was broken. */
    void throwIfAny() {
        errors.throwIfAny();
    }

    private static boolean isCurrency(String code) {
        try {
            return CurrencyUnit.of(code).minorDigits() >= 0;
        } catch (CurrencyUnit.UnknownCurrency unknown) {
            return false;
        }
    }
}
