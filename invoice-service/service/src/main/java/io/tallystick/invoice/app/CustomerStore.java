package io.tallystick.invoice.app;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;

/** Keeps the master data of customers. */
public interface CustomerStore {

    /** Stores a new customer; false if the id is taken. */
    Uni<Boolean> insert(Customer customer);

    /**
     * Replaces the master data if {@code expected} is still the version that is stored.
     *
     * @return the customer with its new version; empty if there is none or somebody else was faster
     */
    Uni<Optional<Customer>> update(Customer customer, int expected);

    /** The customer of that id. */
    Uni<Optional<Customer>> find(String id);

    /**
     * Customers by id, each after {@code after}.
     *
     * @param after the last id of the page before, "" for the first page
     * @param limit how many at most
     */
    Uni<List<Customer>> list(String after, int limit);
}
