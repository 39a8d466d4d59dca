package io.tallystick.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.launcher.client.TallyClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The invoices of a close. */
record Invoices(Map<String, JsonNode> byCustomer) {
    /**
     * What may differ between two runs of the same month: when it was closed, in which order numbers were given out, and the
     * chain and signature over all of that, by the key of the installation.
     */
    private static final List<String> OF_THE_RUN =
            List.of("id", "number", "closeId", "finalizedAt", "issuedOn", "dueOn", "previousRoot", "manifest");

    static Invoices of(TallyClient client, String closeId) {
        Map<String, JsonNode> byCustomer = new TreeMap<>();
        for (JsonNode row : client.list("/v1/invoices?closeId=" + closeId)) {
            JsonNode invoice = client.get("/v1/invoices/" + row.get("id").asText());
            JsonNode second = byCustomer.put(invoice.at("/customer/id").asText(), invoice);
            if (second != null) {
                throw new IllegalStateException("two invoices for one customer: " + second + "\n" + invoice);
            }
        }
        return new Invoices(byCustomer);
    }

    /** The bytes of every invoice, as they were finalised. */
    static Map<String, String> documents(TallyClient client, String closeId) {
        Map<String, String> documents = new TreeMap<>();
        for (JsonNode row : client.list("/v1/invoices?closeId=" + closeId)) {
            String path = "/v1/invoices/" + row.get("id").asText();
            documents.put(path, new String(client.document(path, "application/json"), StandardCharsets.UTF_8));
        }
        return documents;
    }

    /** What every invoice says, without what belongs to the run. */
    Map<String, JsonNode> content() {
        Map<String, JsonNode> content = new TreeMap<>();
        byCustomer.forEach((customer, invoice) -> {
            ObjectNode copy = invoice.deepCopy();
            copy.remove(OF_THE_RUN);
            content.put(customer, copy);
        });
        return content;
    }

    List<String> numbers() {
        return byCustomer.values().stream()
                .map(invoice -> invoice.get("number").asText())
                .sorted()
                .toList();
    }

    /** {@code INV-2026-000001} and on, without a gap, for as many invoices as there are. */
    List<String> gaplessNumbers() {
        String first = numbers().getFirst();
        String series = first.substring(0, first.lastIndexOf('-') + 1);
        int digits = first.length() - series.length();
        return IntStream.rangeClosed(1, byCustomer.size())
                .mapToObj(number ->
                        series + "0".repeat(digits - Integer.toString(number).length()) + number)
                .toList();
    }
}
