package io.tallystick.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.acceptance.torture.Closing;
import io.tallystick.launcher.client.TallyClient;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The Azure LLM inference trace of 2023 (Azure Public Dataset, CC-BY 4.0; Patel et al., "Splitwise", ISCA 2024), sent by {@code ./tally
 * send} and billed. The data are not part of the product; they lie beside the checkout.
 */
@Tag("acceptance")
@ResourceLock(SharedStack.NAME)
final class AzureTraceTest {
    private static final Path TRACE = Path.of(
                    Optional.ofNullable(System.getenv("TALLY_SHARED")).orElse(System.getProperty("tally.shared")))
            .resolve("data/azure-llm-2023");
    private static final Path RESOURCES =
            Path.of("src", "test", "resources", "azure").toAbsolutePath();

    @Test
    void the_trace_is_billed_to_the_last_digit() throws IOException {
        assumeTrue(
                Files.exists(TRACE.resolve("code.csv")),
                () -> "The trace is missing: put code.csv and conv.csv of the Azure LLM inference trace 2023 into "
                        + TRACE.toAbsolutePath().normalize() + ", or set TALLY_SHARED to the folder above data/");
        Stack stack = SharedStack.get();
        try (TallyClient client = stack.client()) {
            stack.json("price-book", "load", RESOURCES.resolve("azure-llm.yaml").toString());
            for (String customer : List.of("code", "conv")) {
                subscribe(client, customer);
                Trace trace = Trace.read(TRACE.resolve(customer + ".csv"));
                JsonNode sent = send(stack, customer);
                assertEquals(trace.calls, sent.get("accepted").asLong());
                assertEquals(
                        0, sent.get("refused").asLong() + sent.get("unmappable").asLong());
                // A second run finds nothing left to do; one without its memory sends duplicates.
                assertEquals(sent, send(stack, customer));
                Files.delete(Path.of(sent.get("state").asText()));
                assertEquals(trace.calls, send(stack, customer).get("accepted").asLong());
            }
            Invoices invoices = Invoices.of(client, close(client));
            for (String customer : List.of("code", "conv")) {
                Trace.read(TRACE.resolve(customer + ".csv"))
                        .check(invoices.byCustomer().get(customer));
            }
        }
    }

    private static JsonNode send(Stack stack, String customer) {
        return stack.json(
                "send",
                "--csv",
                TRACE.resolve(customer + ".csv").toString(),
                "--map",
                RESOURCES.resolve("azure-llm.map").toString(),
                "subject=const:" + customer);
    }

    /** Events that another test of this stack has sent for strangers are waived. */
    private static String close(TallyClient client) {
        ObjectNode cutoff = JsonNodeFactory.instance.objectNode().put("cutoff", "2023-12-01T00:00:00Z");
        String id = client.post("/v1/closes", cutoff, "azure").get("id").asText();
        Closing.complete(client, id);
        return id;
    }

    private static void subscribe(TallyClient client, String customer) {
        ObjectNode master = JsonNodeFactory.instance.objectNode();
        master.put("id", customer).put("name", customer).put("currency", "USD").put("zone", "UTC");
        client.post("/v1/customers", master);
        ObjectNode subscription = JsonNodeFactory.instance.objectNode();
        subscription.put("id", "llm-" + customer).put("customerId", customer).put("start", "2023-11-01");
        subscription.putObject("plan").put("key", "llm");
        client.post("/v1/subscriptions", subscription, "llm-" + customer);
    }

    /** The trace added up by hand, with the prices written out a second time. */
    private record Trace(long calls, BigInteger context, BigInteger generated) {
        static Trace read(Path file) throws IOException {
            long calls = 0;
            BigInteger context = BigInteger.ZERO;
            BigInteger generated = BigInteger.ZERO;
            List<String> rows = Files.readAllLines(file);
            for (String row : rows.subList(1, rows.size())) {
                String[] cells = row.split(",", -1);
                calls++;
                context = context.add(new BigInteger(cells[1]));
                generated = generated.add(new BigInteger(cells[2]));
            }
            return new Trace(calls, context, generated);
        }

        void check(JsonNode invoice) {
            Map<String, JsonNode> lines = new HashMap<>();
            invoice.get("lines").forEach(line -> lines.put(line.get("chargeKey").asText(), line));
            assertEquals(3, lines.size(), invoice::toPrettyString);
            BigDecimal callsCost = new BigDecimal("0.000125").multiply(BigDecimal.valueOf(calls));
            BigDecimal total = line(lines.get("calls"), BigDecimal.valueOf(calls), callsCost)
                    .add(line(
                            lines.get("context"), new BigDecimal(context), tiers(context, "10000", "0.0031", "0.0023")))
                    .add(line(
                            lines.get("generated"),
                            new BigDecimal(generated),
                            tiers(generated, "200", "0.0157", "0.0119")));
            assertEquals(total.toPlainString(), invoice.get("total").asText());
        }

        private BigDecimal line(JsonNode line, BigDecimal quantity, BigDecimal exact) {
            BigDecimal cents = new BigDecimal(
                    exact.movePointRight(2).add(new BigDecimal("0.5")).toBigInteger(), 2);
            assertEquals(calls, line.get("eventCount").asLong());
            assertEquals(quantity.toPlainString(), line.get("quantity").asText());
            assertEquals(
                    plain(exact),
                    plain(new BigDecimal(line.get("unroundedAmount").asText())));
            assertEquals(cents.toPlainString(), line.get("amount").asText());
            return cents;
        }

        /** Thousands of tokens: the first ones at one price, the others at another. */
        private static BigDecimal tiers(BigInteger tokens, String first, String price, String beyond) {
            BigDecimal thousands = new BigDecimal(tokens, 3);
            BigDecimal bound = new BigDecimal(first);
            BigDecimal rest = thousands.subtract(bound).max(BigDecimal.ZERO);
            return thousands.min(bound).multiply(new BigDecimal(price)).add(rest.multiply(new BigDecimal(beyond)));
        }

        private static String plain(BigDecimal value) {
            return value.stripTrailingZeros().toPlainString();
        }
    }
}
