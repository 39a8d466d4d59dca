package io.tallystick.acceptance.torture;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tallystick.launcher.client.ApiProblem;
import io.tallystick.launcher.client.TallyClient;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Gives a customer a little credit every second, each until it is answered, so that commands are interrupted too; in a currency that
 * nobody is billed in, so that it changes no invoice.
 */
final class Operator implements Runnable {
    private static final int PAUSE_MILLIS = 1_000;

    private final TallyClient client;
    private final String customer;
    private final AtomicBoolean over;

    Operator(TallyClient client, String customer, AtomicBoolean over) {
        this.client = client;
        this.customer = customer;
        this.over = over;
    }

    @Override
    public void run() {
        int given = 0;
        while (!over.get()) {
            if (isGiven("torture-" + given)) {
                given++;
            }
            Wait.millis(PAUSE_MILLIS);
        }
    }

    private boolean isGiven(String key) {
        try {
            client.post(
                    "/v1/credits",
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("customerId", customer)
                            .put("kind", "granted")
                            .put("amount", "0.01")
                            .put("currency", "CHF")
                            .put("description", "For your patience"),
                    key);
            return true;
        } catch (ApiProblem problem) {
            // Also a command that was cut off in its transaction: its outcome is unknown, and its key makes it one.
            if (problem.passing() || problem.status() >= 500) {
                return false;
            }
            throw problem;
        }
    }
}
