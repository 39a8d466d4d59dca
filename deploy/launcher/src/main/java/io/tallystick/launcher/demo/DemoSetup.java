package io.tallystick.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.demo.DemoCustomer;
import io.tallystick.demo.DemoRequests;
import io.tallystick.launcher.client.TallyClient;
import io.tallystick.launcher.view.Screen;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Loads the price book and makes customers and subscriptions, unless an earlier run did. */
public final class DemoSetup {
    private final TallyClient client;
    private final Screen screen;

    /** A setup through {@code client}, an operator. */
    public DemoSetup(TallyClient client, Screen screen) {
        this.client = client;
        this.screen = screen;
    }

    /** Makes what is missing. */
    public void run(String priceBook, List<DemoCustomer> customers) {
        loadPriceBook(priceBook);
        int made = 0;
        for (DemoCustomer customer : customers) {
            screen.move("  making customers and subscriptions: " + customer.name());
            made += make(customer) ? 1 : 0;
        }
        String before =
                made == customers.size() ? "" : "  (" + (customers.size() - made) + " of them from an earlier run)";
        screen.line("  ✓ " + customers.size() + " customers, each with its subscription" + before);
    }

    private void loadPriceBook(String priceBook) {
        JsonNode loaded = client.post(
                "/v1/price-books?dryRun=false", "application/yaml", priceBook.getBytes(StandardCharsets.UTF_8));
        int meters = loaded.at("/meters/created").size()
                + loaded.at("/meters/unchanged").size();
        screen.line("  ✓ price book: " + loaded.path("plans").size() + " plans, " + meters + " meters");
    }

    private boolean make(DemoCustomer customer) {
        boolean made = false;
        if (client.find("/v1/customers/" + customer.id()).isEmpty()) {
            client.post("/v1/customers", DemoRequests.customer(customer), "demo-customer-" + customer.id());
            made = true;
        }
        if (client.find("/v1/subscriptions/" + customer.subscriptionId()).isEmpty()) {
            client.post("/v1/subscriptions", DemoRequests.subscription(customer), "demo-" + customer.subscriptionId());
            made = true;
        }
        return made;
    }
}
