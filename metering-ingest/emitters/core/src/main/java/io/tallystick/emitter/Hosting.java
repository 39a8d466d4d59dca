package io.tallystick.emitter;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a server that hosts work for its customers uses beside calls: compute and storage. */
public final class Hosting {
    private static final String COMPUTE = "io.tallystick.compute.v1";
    private static final String STORAGE = "io.tallystick.storage.v1";

    private Hosting() {}

    /**
     * Time that a job took.
     *
     * @param cpu what is billed: 1,500 ms are {@code "seconds": 1.500}; for an accelerator the time that it was held
     * @param wall from begin to end
     * @param accelerator what it ran on, such as {@code cpu} or {@code gpu-t4}
     */
    public static Usage compute(String customer, Duration cpu, Duration wall, String accelerator) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("seconds", seconds(cpu));
        data.put("wallSeconds", seconds(wall));
        data.put("accelerator", accelerator);
        return new Usage(COMPUTE, customer, data);
    }

    /**
     * How much a customer keeps at this moment, to be told again whenever it changes: a level, not an increase.
     *
     * @param bytes 2,500,000,000 are {@code "gigabytes": 2.500000000}, of 10<sup>9</sup> bytes each
     * @param storageClass such as {@code standard} or {@code archive}
     */
    public static Usage storage(String customer, long bytes, String storageClass) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("gigabytes", BigDecimal.valueOf(bytes, 9));
        data.put("bytes", bytes);
        data.put("class", storageClass);
        return new Usage(STORAGE, customer, data);
    }

    private static BigDecimal seconds(Duration time) {
        return BigDecimal.valueOf(time.toMillis(), 3);
    }
}
