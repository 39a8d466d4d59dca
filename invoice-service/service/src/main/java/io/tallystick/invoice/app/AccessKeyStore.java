package io.tallystick.invoice.app;

import io.smallrye.mutiny.Uni;
import io.tallystick.schemas.access.AccessKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps access keys; every change is told to {@code access.keys} by the outbox. */
public interface AccessKeyStore {

    /** Stores a new key. */
    Uni<Void> insert(AccessKey key);

    /** Keys by id after {@code after} ("" for the first page), revoked ones included. */
    Uni<List<AccessKey>> list(String after, int limit);

    /**
     * Revokes a key; one that is revoked stays as it is.
     *
     * @return empty if there is no such key
     * @throws LastOperatorKey if nobody could do anything any more
     */
    Uni<Optional<AccessKey>> revoke(String id, Instant at);

    /** Whether there is an operator key that is good. */
    Uni<Boolean> hasOperator();

    /** The key of that id. */
    Uni<Optional<AccessKey>> find(String id);

    /** The only good operator key must stay. */
    final class LastOperatorKey extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** For the key {@code id}. */
        public LastOperatorKey(String id) {
            super("access key " + id + " is the last operator key", null, false, false);
        }
    }
}
