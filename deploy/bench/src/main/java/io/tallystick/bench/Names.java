package io.tallystick.bench;

import io.tallystick.schemas.id.Partition;
import java.util.ArrayList;
import java.util.List;

/** Customers and meters of a run. */
final class Names {
    static final String PLAN = "bench";
    static final String CALL = "io.tallystick.bench.call.v1";
    static final String TOKENS = "io.tallystick.bench.tokens.v1";
    /** The customer whose spend is asked for while its events grow. */
    static final String SPENDER = "spender";
    /** What the names of customers begin with. */
    static final byte[] CUSTOMER = Ascii.bytes("customer-");

    private Names() {}

    static String customer(int number) {
        return "customer-" + number;
    }

    /** A customer for each partition that has one event at the very end: when it is visible, so is everything before it. */
    static List<String> lasts(int partitions) {
        return inEachPartition("last-", partitions);
    }

    /** A customer for each partition whose few events tell how fresh the spend is. */
    static List<String> probes(int partitions) {
        return inEachPartition("probe-", partitions);
    }

    private static List<String> inEachPartition(String prefix, int partitions) {
        List<String> found = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            int number = 0;
            while (Partition.of(prefix + partition + "-" + number, partitions) != partition) {
                number++;
            }
            found.add(prefix + partition + "-" + number);
        }
        return found;
    }
}
