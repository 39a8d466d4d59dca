package io.tallystick.invoice.store;

import io.smallrye.mutiny.Uni;
import io.tallystick.invoice.app.Customer;
import io.tallystick.invoice.app.CustomerStore;
import io.tallystick.schemas.crash.CrashPoint;
import jakarta.inject.Singleton;
import jakarta.persistence.OptimisticLockException;
import java.util.List;
import java.util.Optional;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.reactive.mutiny.Mutiny;

/** Customers through Hibernate Reactive; the version column decides between two who edit at once. */
@Singleton
class HibernateCustomerStore implements CustomerStore {
    private final Mutiny.SessionFactory sessions;

    HibernateCustomerStore(Mutiny.SessionFactory sessions) {
        this.sessions = sessions;
    }

    @Override
    public Uni<Boolean> insert(Customer customer) {
        // Looked for first, so that an id that is taken is no error in the log; of two at once the key decides.
        return sessions.withTransaction(session -> session.find(CustomerEntity.class, customer.id())
                        .chain(taken -> taken != null
                                ? Uni.createFrom().item(false)
                                : session.persist(CustomerEntity.of(customer)).replaceWith(true))
                        .invoke(CrashPoint.INVOICE_CUSTOMER_BEFORE_COMMIT::here))
                .invoke(CrashPoint.INVOICE_CUSTOMER_AFTER_COMMIT::here)
                .onFailure(ConstraintViolationException.class)
                .recoverWithItem(false);
    }

    @Override
    public Uni<Optional<Customer>> update(Customer customer, int expected) {
        return sessions.withTransaction(session -> session.find(CustomerEntity.class, customer.id())
                        .chain(entity -> {
                            if (entity == null || entity.version != expected) {
                                return Uni.createFrom().item(Optional.<Customer>empty());
                            }
                            entity.with(customer);
                            return session.flush().replaceWith(() -> Optional.of(entity.customer()));
                        })
                        .invoke(CrashPoint.INVOICE_CUSTOMER_BEFORE_COMMIT::here))
                .invoke(CrashPoint.INVOICE_CUSTOMER_AFTER_COMMIT::here)
                .onFailure(OptimisticLockException.class)
                .recoverWithItem(Optional.empty());
    }

    @Override
    public Uni<Optional<Customer>> find(String id) {
        return sessions.withSession(session -> session.find(CustomerEntity.class, id))
                .map(entity -> Optional.ofNullable(entity).map(CustomerEntity::customer));
    }

    @Override
    public Uni<List<Customer>> list(String after, int limit) {
        return sessions.withSession(session -> session.createSelectionQuery(
                                "from Customer where id > :after order by id", CustomerEntity.class)
                        .setParameter("after", after)
                        .setMaxResults(limit)
                        .getResultList())
                .map(found -> found.stream().map(CustomerEntity::customer).toList());
    }
}
