package io.tallystick.ingest;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Events of the tests and the meters that take them. */
final class Usage {
    static final String COMPUTE = """
            {"key":"compute_seconds","eventTypes":["io.tallystick.compute.v1"],"aggregation":"SUM","value":"/seconds",
             "negative":"REFUSE","archived":false,"dimensions":{"accelerator":"/accelerator"}}""";

    private Usage() {}

    static String event(String id, String customerId, String seconds) {
        return with(id, customerId, "{\"seconds\":" + seconds + "}");
    }

    static String with(String id, String customerId, String data) {
        return String.format(
                Locale.ROOT,
                "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"/mcp/eu-1\",\"type\":\"io.tallystick.compute.v1\","
                        + "\"subject\":\"%s\",\"time\":\"2026-11-03T10:15:30.123456Z\",\"data\":%s}",
                id,
                customerId,
                data);
    }

    static String batch(List<String> events) {
        return events.stream().collect(Collectors.joining(",", "[", "]"));
    }
}
