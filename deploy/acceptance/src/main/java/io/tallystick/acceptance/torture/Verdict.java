package io.tallystick.acceptance.torture;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.demo.DemoEvent;
import io.tallystick.demo.DemoMonth;
import io.tallystick.demo.oracle.InvoiceCheck;
import io.tallystick.demo.oracle.Oracle;
import io.tallystick.demo.oracle.OracleResult;
import io.tallystick.launcher.client.TallyClient;
import io.tallystick.schemas.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * What the product billed against what it promised. The oracle is the demo's: naive, and without any code of the product.
 *
 * @param lost identities that were acknowledged and are not kept
 * @param doubled identities that are kept twice
 * @param invented identities that are kept and were never sent, or were refused
 * @param open events that were never answered
 * @param differences between the invoices and what the oracle makes of the kept events
 * @param minorUnits the sum of all differences between totals
 */
public record Verdict(
        List<List<String>> lost,
        List<List<String>> doubled,
        List<List<String>> invented,
        Open open,
        List<String> differences,
        BigDecimal minorUnits) {

    /**
     * Events that may be billed once or not at all.
     *
     * @param events how many
     * @param kept how many of them are kept
     */
    public record Open(long events, long kept) {}

    /** Whether every promise was kept to the cent. */
    public boolean good() {
        return lost.isEmpty() && doubled.isEmpty() && invented.isEmpty() && differences.isEmpty();
    }

    /** Compares, after the close. */
    static Verdict of(DemoMonth month, Journal.Promises promises, TallyClient client, List<JsonNode> invoices) {
        Map<List<String>, Integer> kept = kept(month, client);
        Set<List<String>> accepted = new HashSet<>();
        Set<List<String>> open = new HashSet<>();
        List<String> billed = new ArrayList<>();
        List<DemoEvent> sent = month.sent();
        for (int number = 0; number < sent.size(); number++) {
            if (promises.refused().contains(number) || !promises.sent().contains(number)) {
                continue;
            }
            List<String> identity = identity(sent.get(number));
            (promises.isOpen(number) ? open : accepted).add(identity);
            if (kept.containsKey(identity)) {
                billed.add(sent.get(number).json());
            }
        }
        open.removeAll(accepted);
        OracleResult expected = new Oracle(DemoMonth.priceBook(), month.customers()).close(billed, DemoMonth.CUTOFF);
        return new Verdict(
                accepted.stream().filter(one -> !kept.containsKey(one)).toList(),
                kept.entrySet().stream()
                        .filter(one -> one.getValue() > 1)
                        .map(Map.Entry::getKey)
                        .toList(),
                kept.keySet().stream()
                        .filter(one -> !accepted.contains(one) && !open.contains(one))
                        .toList(),
                new Open(open.size(), open.stream().filter(kept::containsKey).count()),
                differences(expected, invoices),
                minorUnits(expected, invoices));
    }

    /** What is wrong with the invoices; a number that is missing among theirs is wrong, too. */
    private static List<String> differences(OracleResult expected, List<JsonNode> invoices) {
        List<String> differences = new ArrayList<>(InvoiceCheck.differences(expected, invoices));
        List<Long> numbers = invoices.stream()
                .map(invoice -> invoice.get("number").asText())
                .map(number -> Long.valueOf(number.substring(number.lastIndexOf('-') + 1)))
                .sorted()
                .toList();
        if (!numbers.equals(LongStream.rangeClosed(1, numbers.size()).boxed().toList())) {
            differences.add("the numbers of the first close are not 1 to " + numbers.size() + ": " + numbers);
        }
        return differences;
    }

    /** Every event that the product keeps, with how often. */
    private static Map<List<String>, Integer> kept(DemoMonth month, TallyClient client) {
        Set<String> customers = new HashSet<>();
        month.sent().forEach(event -> customers.add(event.customerId()));
        Map<List<String>, Integer> kept = new HashMap<>();
        for (String customer : customers) {
            String query = "/v1/usage/events?customerId=" + TallyClient.escape(customer);
            for (JsonNode event : client.list(query)) {
                kept.merge(
                        List.of(
                                customer,
                                event.get("source").textValue(),
                                event.get("id").textValue()),
                        1,
                        Integer::sum);
            }
        }
        return kept;
    }

    static List<String> identity(DemoEvent event) {
        try {
            JsonNode json = Json.MAPPER.readTree(event.json());
            return List.of(
                    event.customerId(),
                    json.path("source").asText(),
                    json.path("id").asText());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static BigDecimal minorUnits(OracleResult expected, List<JsonNode> invoices) {
        BigDecimal sum = BigDecimal.ZERO;
        Set<String> missing = new HashSet<>(expected.invoices().keySet());
        for (JsonNode invoice : invoices) {
            String customer = invoice.at("/customer/id").asText();
            BigDecimal total = new BigDecimal(invoice.get("total").asText());
            BigDecimal right = missing.remove(customer) ? expected.total(customer) : BigDecimal.ZERO;
            sum = sum.add(total.subtract(right).abs());
        }
        for (String customer : missing) {
            sum = sum.add(expected.total(customer).abs());
        }
        return sum.movePointRight(2).stripTrailingZeros();
    }
}
