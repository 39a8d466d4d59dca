package io.tallystick.invoice.store;

import io.tallystick.schemas.access.AccessKey;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;

/** A row of {@code billing.access_key}. */
@Entity(name = "AccessKey")
@Table(name = "access_key")
class AccessKeyEntity {
    private static final int NEVER = -1;

    @Id
    String id;

    @Column(updatable = false)
    String hash;

    @Enumerated(EnumType.STRING)
    AccessKey.Role role;

    @Column(name = "customer_id")
    String customerId;

    String name;

    @Column(name = "created_at", updatable = false)
    Instant createdAt;

    @Column(name = "revoked_at")
    Instant revokedAt;

    @Version
    int version;

    /** Written by the outbox alone once the row exists. */
    @Column(name = "published_version", updatable = false)
    int publishedVersion = NEVER;

    static AccessKeyEntity of(AccessKey key) {
        AccessKeyEntity entity = new AccessKeyEntity();
        entity.id = key.id();
        entity.hash = key.hash();
        entity.role = key.role();
        entity.customerId = key.customerId();
        entity.name = key.name();
        entity.createdAt = key.createdAt();
        entity.revokedAt = key.revokedAt();
        return entity;
    }

    AccessKey key() {
        return new AccessKey(id, hash, role, customerId, name, createdAt, revokedAt);
    }
}
