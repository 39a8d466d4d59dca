package io.tallystick.schemas.access;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * Value of {@code access.keys}: who may do what, without the secret. The credential is {@code tk_<id>_<secret>}; only the SHA-256 of
 * the whole credential is kept. A secret has 256 random bits, so that one round of hashing is enough.
 *
 * @param id 16 lower-case letters and digits
 * @param hash SHA-256 of the credential, 64 hex digits
 * @param role what it may do
 * @param customerId the only customer it may see or send for; required for {@code CUSTOMER}, optional for {@code INGEST}
 * @param name for people
 * @param createdAt when it was made
 * @param revokedAt from when it is void, null while it is good
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AccessKey(
        String id, String hash, Role role, String customerId, String name, Instant createdAt, Instant revokedAt) {

    /** Whether the key is good. */
    @JsonIgnore
    public boolean active() {
        return revokedAt == null;
    }

    /** What a key may do. */
    public enum Role {
        /** Post usage events. */
        INGEST,
        /** Everything. */
        OPERATOR,
        /** Read what belongs to its own customer. */
        CUSTOMER
    }
}
