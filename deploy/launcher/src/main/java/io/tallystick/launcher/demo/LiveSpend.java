package io.tallystick.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.demo.DemoCustomer;
import io.tallystick.launcher.client.TallyClient;
import io.tallystick.launcher.view.Text;
import java.math.BigDecimal;
import java.util.List;

/** What a few customers owe at this moment, in one line. */
final class LiveSpend {
    private static final int NAME = 12;

    private final TallyClient client;
    private final List<DemoCustomer> watched;

    LiveSpend(TallyClient client, List<DemoCustomer> watched) {
        this.client = client;
        this.watched = watched;
    }

    String line() {
        StringBuilder line = new StringBuilder();
        for (DemoCustomer customer : watched) {
            String firstWord = customer.name().split(" ", 2)[0];
            line.append("   ").append(firstWord, 0, Math.min(NAME, firstWord.length()));
            line.append(' ').append(Text.decimal(total(customer)));
        }
        return line.toString();
    }

    private BigDecimal total(DemoCustomer customer) {
        JsonNode spend = client.get("/v1/customers/" + customer.id() + "/spend");
        return new BigDecimal(spend.path("total").asText("0.00"));
    }
}
