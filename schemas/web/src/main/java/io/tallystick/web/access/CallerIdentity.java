package io.tallystick.web.access;

import io.tallystick.schemas.access.AccessKey;
import java.security.Principal;
import java.util.Optional;

/**
 * Who calls, as the access key says it; never what the request claims.
 *
 * @param keyId the access key
 * @param role what it may do
 * @param customerId the only customer that it may see or send for, if it is bound to one
 */
public record CallerIdentity(String keyId, AccessKey.Role role, Optional<String> customerId) implements Principal {

    static CallerIdentity of(AccessKey key) {
        return new CallerIdentity(key.id(), key.role(), Optional.ofNullable(key.customerId()));
    }

    /** The key id. */
    @Override
    public String getName() {
        return keyId;
    }

    /** Whether what belongs to {@code customer} is this caller's to see or to send. */
    public boolean mayActFor(String customer) {
        return customerId.map(customer::equals).orElse(role != AccessKey.Role.CUSTOMER);
    }
}
