package io.tallystick.invoice.app;

import io.smallrye.mutiny.Uni;
import io.tallystick.schemas.access.AccessKey;
import io.tallystick.schemas.problem.Problem;
import io.tallystick.schemas.problem.Problem.FieldError;
import io.tallystick.schemas.problem.ProblemException;
import io.tallystick.schemas.time.Micros;
import io.tallystick.schemas.usage.UsageEventReader;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes, lists and revokes access keys. The secret exists in the answer to the request that made it and nowhere else. */
public final class AccessKeys {
    private static final int MAX_NAME = 100;

    private final AccessKeyStore store;
    private final Supplier<Secret> secrets;
    private final InstantSource clock;
    private final Runnable wakeRelay;

    /**
     * Access keys in {@code store}.
     *
     * @param secrets draws new credentials
     * @param wakeRelay called when there is something to tell
     */
    public AccessKeys(AccessKeyStore store, Supplier<Secret> secrets, InstantSource clock, Runnable wakeRelay) {
        this.store = store;
        this.secrets = secrets;
        this.clock = clock;
        this.wakeRelay = wakeRelay;
    }

    /**
     * A credential, to be shown once.
     *
     * @param id of the key
     * @param text what a client sends
     * @param hash what is kept
     */
    public record Secret(String id, String text, String hash) {
        /** Without the secret, so that it cannot reach a log. */
        @Override
        public String toString() {
            return "Secret[" + id + "]";
        }
    }

    /**
     * A new key and its credential.
     *
     * @param key what is kept
     * @param secret what the caller must keep
     */
    public record Created(AccessKey key, Secret secret) {}

    /**
     * Makes a key.
     *
     * @param role ingest, operator or customer
     * @param customerId required for customer, optional for ingest, refused for operator
     * @param name for people
     * @throws ProblemException 422 {@code invalid_fields}
     */
    public Uni<Created> create(String role, String customerId, String name) {
        List<FieldError> errors = new ArrayList<>();
        Optional<AccessKey.Role> wanted = role(role, errors);
        wanted.ifPresent(known -> checkCustomer(known, customerId, errors));
        if (name == null || name.isBlank() || name.length() > MAX_NAME || hasControls(name)) {
            errors.add(new FieldError(
                    "/name", name, "1 to " + MAX_NAME + " characters without control characters", "invalid_name"));
        }
        if (!errors.isEmpty()) {
            throw new ProblemException(Problem.of(
                    422,
                    "invalid_fields",
                    errors.getFirst().pointer() + " must be "
                            + errors.getFirst().rule(),
                    errors.toArray(FieldError[]::new)));
        }
        return store(secrets.get(), wanted.orElseThrow(), customerId, name);
    }

    private Uni<Created> store(Secret secret, AccessKey.Role role, String customerId, String name) {
        AccessKey key = new AccessKey(
                secret.id(), secret.hash(), role, customerId, name, Micros.truncate(clock.instant()), null);
        return store.insert(key).invoke(wakeRelay).replaceWith(new Created(key, secret));
    }

    /** Keys by id after {@code after}, without secrets. */
    public Uni<List<AccessKey>> list(String after, int limit) {
        return store.list(after, limit);
    }

    /**
     * Revokes a key; again is harmless.
     *
     * @throws ProblemException 404 {@code not_found}, 409 {@code last_operator_key}
     */
    public Uni<AccessKey> revoke(String id) {
        return store.revoke(id, Micros.truncate(clock.instant()))
                .onFailure(AccessKeyStore.LastOperatorKey.class)
                .transform(last -> ProblemException.of(
                        409,
                        "last_operator_key",
                        "key " + id + " is the last good operator key; make another one before you revoke it"))
                .map(found -> found.orElseThrow(
                        () -> ProblemException.of(404, "not_found", "there is no access key \"" + id + "\"")))
                .invoke(wakeRelay);
    }

    /**
     * Makes the first operator key if no good one exists.
     *
     * @param credential gives the credential to use; it must be durable where people find it before this is called. Called only
     *     if a key is needed; if the key that it names exists already (revoked), it is called again with {@code true}
     * @return the credential that was stored, empty if there was an operator key
     */
    public Uni<Optional<Secret>> bootstrap(java.util.function.Function<Boolean, Secret> credential) {
        return store.hasOperator().chain(present -> {
            if (present) {
                return Uni.createFrom().item(Optional.empty());
            }
            Secret kept = credential.apply(false);
            return store.find(kept.id())
                    .map(taken -> taken.isPresent() ? credential.apply(true) : kept)
                    .chain(secret -> store(secret, AccessKey.Role.OPERATOR, null, "first operator key")
                            .map(created -> Optional.of(created.secret())));
        });
    }

    private static Optional<AccessKey.Role> role(String role, List<FieldError> errors) {
        for (AccessKey.Role known : AccessKey.Role.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(role)) {
                return Optional.of(known);
            }
        }
        errors.add(new FieldError("/role", role, "one of ingest, operator, customer", "invalid_role"));
        return Optional.empty();
    }

    private static void checkCustomer(AccessKey.Role role, String customerId, List<FieldError> errors) {
        boolean given = customerId != null && !customerId.isBlank();
        switch (role) {
            case CUSTOMER -> {
                if (!given) {
                    errors.add(new FieldError("/customerId", customerId, "present for this role", "missing_field"));
                }
            }
            case OPERATOR -> {
                if (customerId != null) {
                    errors.add(new FieldError("/customerId", customerId, "absent for this role", "not_allowed"));
                }
            }
            case INGEST -> {
                if (customerId != null && !given) {
                    errors.add(new FieldError("/customerId", customerId, "absent or not blank", "invalid_value"));
                }
            }
        }
        if (given && (customerId.length() > UsageEventReader.MAX_CUSTOMER || hasControls(customerId))) {
            errors.add(new FieldError(
                    "/customerId",
                    customerId.substring(0, Math.min(80, customerId.length())),
                    "at most " + UsageEventReader.MAX_CUSTOMER + " characters without control characters",
                    "invalid_value"));
        }
    }

    private static boolean hasControls(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }
}
