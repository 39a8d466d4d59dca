package io.tallystick.invoice.app;

import io.smallrye.mutiny.Uni;
import io.tallystick.schemas.money.CurrencyUnit;
import io.tallystick.schemas.problem.Problem;
import io.tallystick.schemas.problem.Problem.FieldError;
import io.tallystick.schemas.problem.ProblemException;
import io.tallystick.schemas.time.Micros;
import io.tallystick.schemas.usage.UsageEventReader;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/** Makes, shows and changes customers. */
public final class Customers {
    private static final int MAX_NAME = 200;
    private static final int MAX_ADDRESS = 1_000;
    private static final int MAX_SHORT = 254;

    private final CustomerStore store;
    private final InstantSource clock;

    /** Customers in {@code store}. */
    public Customers(CustomerStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * Makes a customer.
     *
     * @throws ProblemException 422 {@code invalid_fields} with every rule that is broken, 409 {@code customer_exists}
     */
    public Uni<Customer> create(CustomerDraft draft) {
        Instant now = Micros.truncate(clock.instant());
        Customer customer = checked(draft, draft.id(), now, now, 0);
        return store.insert(customer).map(stored -> {
            if (!stored) {
                throw ProblemException.of(
                        409,
                        "customer_exists",
                        "customer \"" + customer.id() + "\" exists; change it with PUT /v1/customers/" + customer.id(),
                        new FieldError("/id", customer.id(), "a new id", "customer_exists"));
            }
            return customer;
        });
    }

    /**
     * Replaces the master data of a customer.
     *
     * @param id whose
     * @param version check of the version that the caller has read; throws if it is not the present one
     * @throws ProblemException 404 {@code not_found}, 422 {@code invalid_fields}, 412 {@code version_changed}
     */
    public Uni<Customer> replace(String id, CustomerDraft draft, VersionCheck version) {
        return find(id).chain(present -> {
            version.mustMatch(present.version());
            if (draft.id() != null && !draft.id().equals(id)) {
                throw ProblemException.of(
                        422,
                        "invalid_fields",
                        "the id of a customer never changes",
                        new FieldError("/id", draft.id(), "the id of the path, \"" + id + "\"", "id_differs"));
            }
            Instant now = Micros.truncate(clock.instant());
            Customer changed = checked(draft, id, present.createdAt(), now, present.version());
            return store.update(changed, present.version())
                    .map(stored -> stored.orElseThrow(() -> ProblemException.of(
                            412,
                            "version_changed",
                            "customer \"" + id + "\" was changed by somebody else; read it again")));
        });
    }

    /**
     * The customer.
     *
     * @throws ProblemException 404 {@code not_found}
     */
    public Uni<Customer> find(String id) {
        return store.find(id)
                .map(found -> found.orElseThrow(
                        () -> ProblemException.of(404, "not_found", "there is no customer \"" + shorten(id) + "\"")));
    }

    /** Customers by id after {@code after}. */
    public Uni<List<Customer>> list(String after, int limit) {
        return store.list(after, limit);
    }

    /** A rule about the version that a caller has read. */
    @FunctionalInterface
    public interface VersionCheck {
        /** Throws a {@link ProblemException} if the caller has not read {@code present}. */
        void mustMatch(int present);
    }

    private static Customer checked(CustomerDraft draft, String id, Instant createdAt, Instant now, int version) {
        List<FieldError> errors = new ArrayList<>();
        required(errors, "/id", id, UsageEventReader.MAX_CUSTOMER, false);
        required(errors, "/name", draft.name(), MAX_NAME, false);
        optional(errors, "/email", draft.email(), MAX_SHORT, false);
        optional(errors, "/address", draft.address(), MAX_ADDRESS, true);
        optional(errors, "/taxId", draft.taxId(), MAX_SHORT, false);
        rule(errors, "/currency", draft.currency(), Customers::isCurrency, "a currency of ISO 4217 such as USD");
        rule(errors, "/zone", draft.zone(), Customers::isZone, "an IANA time zone such as America/Sao_Paulo");
        String language = draft.language() == null ? "en" : draft.language();
        rule(errors, "/language", language, Customers::isLanguage, "a language tag of BCP 47 such as pt-BR");
        if (draft.email() != null && !draft.email().matches("[^@\\s]+@[^@\\s]+")) {
            errors.add(new FieldError("/email", draft.email(), "an address with one @", "invalid_email"));
        }
        if (!errors.isEmpty()) {
            FieldError first = errors.getFirst();
            String more = errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more)";
            throw new ProblemException(Problem.of(
                    422,
                    "invalid_fields",
                    first.pointer() + " must be " + first.rule() + more,
                    errors.toArray(FieldError[]::new)));
        }
        return new Customer(
                id,
                draft.name(),
                draft.email(),
                draft.currency(),
                draft.zone(),
                draft.address(),
                draft.taxId(),
                language,
                version,
                createdAt,
                now);
    }

    private static void required(List<FieldError> errors, String pointer, String value, int longest, boolean lines) {
        if (value == null || value.isBlank()) {
            errors.add(new FieldError(pointer, value, "present and not blank", "missing_field"));
            return;
        }
        optional(errors, pointer, value, longest, lines);
    }

    private static void optional(List<FieldError> errors, String pointer, String value, int longest, boolean lines) {
        if (value == null) {
            return;
        }
        if (value.length() > longest) {
            errors.add(new FieldError(pointer, shorten(value), "at most " + longest + " characters", "too_long"));
        }
        IntPredicate allowed = c -> (!Character.isISOControl(c) && !isSurrogate(c)) || (lines && c == '\n');
        if (!value.codePoints().allMatch(allowed)) {
            errors.add(new FieldError(
                    pointer, shorten(value), "without control or broken characters", "invalid_character"));
        }
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    private static void rule(
            List<FieldError> errors, String pointer, String value, Predicate<String> holds, String rule) {
        if (value == null) {
            errors.add(new FieldError(pointer, null, rule, "missing_field"));
        } else if (!holds.test(value)) {
            errors.add(new FieldError(pointer, shorten(value), rule, "invalid_value"));
        }
    }

    private static boolean isCurrency(String code) {
        try {
            return CurrencyUnit.of(code).minorDigits() >= 0;
        } catch (CurrencyUnit.UnknownCurrency unknown) {
            return false;
        }
    }

    private static boolean isZone(String zone) {
        try {
            return !ZoneId.of(zone).getId().isEmpty();
        } catch (DateTimeException unknown) {
            return false;
        }
    }

    private static boolean isLanguage(String tag) {
        try {
            return !new Locale.Builder()
                    .setLanguageTag(tag)
                    .build()
                    .getLanguage()
                    .isEmpty();
        } catch (IllformedLocaleException wrong) {
            return false;
        }
    }

    private static String shorten(String value) {
        return value.length() <= 80 ? value : value.substring(0, 80) + "…";
    }
}
