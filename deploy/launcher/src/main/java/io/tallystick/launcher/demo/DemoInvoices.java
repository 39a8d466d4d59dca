package io.tallystick.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.launcher.client.TallyClient;
import io.tallystick.launcher.view.Screen;
import io.tallystick.launcher.view.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Lists the invoices of the close and saves the document of the largest. */
final class DemoInvoices {
    private static final int NAME = 26;
    private static final int AMOUNT = 14;

    private final TallyClient client;
    private final Screen screen;

    DemoInvoices(TallyClient client, Screen screen) {
        this.client = client;
        this.screen = screen;
    }

    /** All invoices of a close in full, by number. */
    List<JsonNode> list(String closeId) {
        List<JsonNode> invoices = new ArrayList<>();
        for (JsonNode row : client.list("/v1/invoices?closeId=" + closeId)) {
            screen.move("  reading " + row.path("number").asText());
            invoices.add(client.get("/v1/invoices/" + row.get("id").asText()));
        }
        screen.rest();
        invoices.sort(Comparator.comparing(invoice -> invoice.path("number").asText()));
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode invoice : invoices) {
            sum = sum.add(total(invoice));
            screen.line("  " + Text.left(invoice.path("number").asText(), 16)
                    + Text.left(invoice.at("/customer/name").asText(), NAME)
                    + Text.right(Text.decimal(total(invoice)), AMOUNT) + " "
                    + invoice.path("currency").asText() + Text.right(count(invoice), 11));
        }
        screen.line("  " + Text.left("", 16) + Text.left("together", NAME) + Text.right(Text.decimal(sum), AMOUNT)
                + " USD");
        return invoices;
    }

    /** Saves the PDF of the largest invoice. */
    Path save(List<JsonNode> invoices, Path folder) {
        JsonNode largest =
                invoices.stream().max(Comparator.comparing(DemoInvoices::total)).orElseThrow();
        byte[] pdf = client.document("/v1/invoices/" + largest.get("id").asText() + ".pdf", "application/pdf");
        try {
            Files.createDirectories(folder);
            Path file = folder.resolve(largest.get("number").asText() + ".pdf");
            Files.write(file, pdf);
            return file;
        } catch (IOException unwritable) {
            throw new UncheckedIOException("The PDF cannot be saved in " + folder, unwritable);
        }
    }

    private static BigDecimal total(JsonNode invoice) {
        return new BigDecimal(invoice.get("total").asText());
    }

    private static String count(JsonNode invoice) {
        int lines = invoice.path("lines").size();
        return lines + (lines == 1 ? " line" : " lines");
    }
}
