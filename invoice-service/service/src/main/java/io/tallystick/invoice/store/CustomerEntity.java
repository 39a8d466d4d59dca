package io.tallystick.invoice.store;

import io.tallystick.invoice.app.Customer;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;

/** A row of {@code billing.customer}. */
@Entity(name = "Customer")
@Table(name = "customer")
class CustomerEntity {
    @Id
    String id;

    String name;
    String email;
    String currency;
    String zone;
    String address;

    @Column(name = "tax_id")
    String taxId;

    String language;

    @Version
    int version;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    static CustomerEntity of(Customer customer) {
        CustomerEntity entity = new CustomerEntity();
        entity.id = customer.id();
        entity.createdAt = customer.createdAt();
        return entity.with(customer);
    }

    CustomerEntity with(Customer customer) {
        name = customer.name();
        email = customer.email();
        currency = customer.currency();
        zone = customer.zone();
        address = customer.address();
        taxId = customer.taxId();
        language = customer.language();
        updatedAt = customer.updatedAt();
        return this;
    }

    Customer customer() {
        return new Customer(id, name, email, currency, zone, address, taxId, language, version, createdAt, updatedAt);
    }
}
