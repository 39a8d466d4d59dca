package io.tallystick.rating.app;

import io.tallystick.rating.model.PeriodKey;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the owner of a partition remembers between units of work, so that it reads only what it has not read before. The database
 * holds the same: whatever is dropped is read again.
 */
final class PartitionMemory {
    private final int mostCustomers;
    private final int mostWeight;
    private final RecentIdentities recent;
    private final Map<String, CustomerBook> customers = new LinkedHashMap<>(64, 0.75f, true);
    private final Map<PeriodKey, PeriodBook> periods = new LinkedHashMap<>(64, 0.75f, true);

    PartitionMemory(int mostCustomers, int mostWeight, RecentIdentities recent) {
        this.mostCustomers = mostCustomers;
        this.mostWeight = mostWeight;
        this.recent = recent;
    }

    /** A memory of the same size that remembers nothing but a hint. */
    PartitionMemory emptied() {
        return new PartitionMemory(mostCustomers, mostWeight, recent);
    }

    RecentIdentities recent() {
        return recent;
    }

    CustomerBook customer(String id) {
        return customers.get(id);
    }

    void customer(String id, CustomerBook book) {
        customers.put(id, book);
    }

    /** A customer whose subscriptions changed is read again. */
    void forget(String customerId) {
        customers.remove(customerId);
        periods.keySet().removeIf(period -> period.customerId().equals(customerId));
    }

    PeriodBook period(PeriodKey key) {
        return periods.get(key);
    }

    void period(PeriodBook book) {
        periods.put(book.key(), book);
    }

    /** Between two units of work: drops what was not used for the longest time. */
    void trim() {
        trimCustomers();
        int weight = 0;
        for (PeriodBook book : periods.values()) {
            weight += book.weight();
        }
        Iterator<PeriodBook> oldest = periods.values().iterator();
        while (weight > mostWeight && oldest.hasNext()) {
            weight -= oldest.next().weight();
            oldest.remove();
        }
    }

    private void trimCustomers() {
        Iterator<CustomerBook> oldest = customers.values().iterator();
        while (customers.size() > mostCustomers && oldest.hasNext()) {
            oldest.next();
            oldest.remove();
        }
    }
}
