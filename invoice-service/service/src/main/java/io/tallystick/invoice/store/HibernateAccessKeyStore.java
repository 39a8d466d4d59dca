package io.tallystick.invoice.store;

import io.smallrye.mutiny.Uni;
import io.tallystick.invoice.app.AccessKeyStore;
import io.tallystick.schemas.access.AccessKey;
import io.tallystick.schemas.crash.CrashPoint;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/** Access keys through Hibernate Reactive. */
@Singleton
class HibernateAccessKeyStore implements AccessKeyStore {
    private static final String GOOD_OPERATORS = "from AccessKey where role = OPERATOR and revokedAt is null";

    private final Mutiny.SessionFactory sessions;

    HibernateAccessKeyStore(Mutiny.SessionFactory sessions) {
        this.sessions = sessions;
    }

    @Override
    public Uni<Void> insert(AccessKey key) {
        return sessions.withTransaction(session ->
                        session.persist(AccessKeyEntity.of(key)).invoke(CrashPoint.INVOICE_KEY_BEFORE_COMMIT::here))
                .invoke(CrashPoint.INVOICE_KEY_AFTER_COMMIT::here);
    }

    @Override
    public Uni<List<AccessKey>> list(String after, int limit) {
        return sessions.withSession(session -> session.createSelectionQuery(
                                "from AccessKey where id > :after order by id", AccessKeyEntity.class)
                        .setParameter("after", after)
                        .setMaxResults(limit)
                        .getResultList())
                .map(found -> found.stream().map(AccessKeyEntity::key).toList());
    }

    @Override
    public Uni<Optional<AccessKey>> revoke(String id, Instant at) {
        return sessions.withTransaction(session -> goodOperators(session)
                        .chain(operators -> session.find(AccessKeyEntity.class, id)
                                .map(found -> {
                                    if (found == null) {
                                        return Optional.<AccessKey>empty();
                                    }
                                    boolean operator = found.role == AccessKey.Role.OPERATOR;
                                    if (operator && found.revokedAt == null && operators.size() == 1) {
                                        throw new LastOperatorKey(id);
                                    }
                                    if (found.revokedAt == null) {
                                        found.revokedAt = at;
                                    }
                                    return Optional.of(found.key());
                                }))
                        .invoke(CrashPoint.INVOICE_KEY_BEFORE_COMMIT::here))
                .invoke(CrashPoint.INVOICE_KEY_AFTER_COMMIT::here);
    }

    /** Locked: of two who revoke the last two operator keys at once the second sees that one is left. */
    private static Uni<List<AccessKeyEntity>> goodOperators(Mutiny.Session session) {
        return session.createSelectionQuery(GOOD_OPERATORS + " order by id", AccessKeyEntity.class)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList();
    }

    @Override
    public Uni<Boolean> hasOperator() {
        return sessions.withSession(session -> session.createSelectionQuery(GOOD_OPERATORS, AccessKeyEntity.class)
                        .setMaxResults(1)
                        .getResultList())
                .map(found -> !found.isEmpty());
    }

    @Override
    public Uni<Optional<AccessKey>> find(String id) {
        return sessions.withSession(session -> session.find(AccessKeyEntity.class, id))
                .map(entity -> Optional.ofNullable(entity).map(AccessKeyEntity::key));
    }
}
