package io.tallystick.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tallystick.launcher.ask.SpendText;
import io.tallystick.launcher.client.TallyClient;
import io.tallystick.launcher.view.Screen;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "spend",
        mixinStandardHelpOptions = true,
        description = "Shows what a customer owes so far, line by line, and how fresh the figures are.")
final class SpendCommand implements Callable<Integer> {
    @Parameters(paramLabel = "<customer>", description = "Its id.")
    private String customer;

    @Option(names = "--json", description = "Prints the answer as JSON.")
    private boolean json;

    @Mixin
    private ServicesOption services;

    @Override
    public Integer call() {
        try (TallyClient client = services.connect(Home.fromSystemProperties())) {
            String path = "/v1/customers/" + TallyClient.escape(customer);
            JsonNode spend = client.get(path + "/spend");
            if (json) {
                System.out.println(Json.pretty(spend));
            } else {
                SpendText.show(spend, client.find(path).orElse(MissingNode.getInstance()), Screen.standard());
            }
            return 0;
        }
    }
}
