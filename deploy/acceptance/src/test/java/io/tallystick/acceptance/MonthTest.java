package io.tallystick.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.acceptance.torture.Closing;
import io.tallystick.demo.DemoEvent;
import io.tallystick.demo.DemoMonth;
import io.tallystick.launcher.client.ApiProblem;
import io.tallystick.launcher.client.EventsClient;
import io.tallystick.launcher.client.TallyClient;
import io.tallystick.launcher.demo.DemoSetup;
import io.tallystick.launcher.view.Screen;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The demo's month: undisturbed once, and then in other batches, in another order, with the services killed again and again. */
@Tag("acceptance")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class MonthTest {
    private static final Duration LONGEST_DEMO = Duration.ofMinutes(2);
    private static final long SEED = 42;

    private static Stack stack;
    private static JsonNode demo;
    private static Duration demoTime;
    private static Invoices undisturbed;

    @BeforeAll
    static void the_demo_has_run() {
        stack = Stack.start("month");
        long begun = System.nanoTime();
        demo = stack.json("demo");
        demoTime = Duration.ofNanos(System.nanoTime() - begun);
        System.out.println("demo on a running stack: " + demoTime.toMillis() + " ms");
        try (TallyClient client = stack.client()) {
            undisturbed = Invoices.of(client, demo.get("close").asText());
        }
    }

    @AfterAll
    static void nothing_stays_behind() {
        stack.close();
    }

    @Test
    @Order(1)
    void the_demo_agrees_with_the_naive_computation_in_under_two_minutes() throws Exception {
        assertTrue(demo.get("right").asBoolean(), demo::toPrettyString);
        assertTrue(demoTime.compareTo(LONGEST_DEMO) < 0, demoTime::toString);
        byte[] pdf = Files.readAllBytes(Path.of(demo.get("pdf").asText()));
        assertEquals("%PDF", new String(pdf, 0, 4, StandardCharsets.US_ASCII));
    }

    @Test
    @Order(2)
    void invoice_numbers_have_no_gap() {
        assertEquals(undisturbed.gaplessNumbers(), undisturbed.numbers());
    }

    @Test
    @Order(4)
    void down_and_up_keep_everything() {
        Map<String, String> before;
        Map<String, JsonNode> spend;
        JsonNode reconciliation;
        try (TallyClient client = stack.client()) {
            before = Invoices.documents(client, demo.get("close").asText());
            spend = spend(client);
            reconciliation = client.get("/v1/usage/reconciliation");
        }
        stack.down();
        long begun = System.nanoTime();
        stack.up();
        System.out.println(
                "a later start: " + Duration.ofNanos(System.nanoTime() - begun).toMillis() + " ms");
        try (TallyClient client = stack.client()) {
            assertEquals(before, Invoices.documents(client, demo.get("close").asText()));
            assertEquals(
                    reconciliation.get("dispositions"),
                    client.get("/v1/usage/reconciliation").get("dispositions"));
            assertEquals(spend, spend(client));
        }
    }

    @Test
    @Order(5)
    void other_batches_another_order_and_killed_services_give_the_same_invoices() {
        stack.down();
        try (Stack other = Stack.start("disturbed");
                TallyClient client = other.client()) {
            DemoMonth month = DemoMonth.october();
            new DemoSetup(client, new Screen(System.out, false, InstantSource.system()))
                    .run(DemoMonth.priceBook(), month.customers());
            sendWhileKilling(other, client, Shuffle.of(month.sent(), SEED));
            Invoices invoices = Invoices.of(client, closeWhileKilling(other, client));
            assertEquals(undisturbed.content(), invoices.content());
            assertEquals(invoices.gaplessNumbers(), invoices.numbers());
            JsonNode balance = client.get("/v1/usage/reconciliation");
            assertTrue(balance.get("balanced").asBoolean(), balance::toPrettyString);
        }
    }

    @Test
    @Order(6)
    void down_with_wipe_deletes_everything() {
        JsonNode down = stack.json("down", "--wipe");
        assertTrue(down.get("wiped").asBoolean());
        List<String> left = List.of("postgresql", "kafka", "operator-key", "services.properties", "send").stream()
                .filter(name -> Files.exists(stack.home().resolve(name)))
                .toList();
        assertEquals(List.of(), left);
    }

    /** Three times a kill while a batch is on its way; the sender notices nothing but a closed door. */
    private static void sendWhileKilling(Stack other, TallyClient client, List<DemoEvent> events) {
        EventsClient door = new EventsClient(client, Duration.ofMinutes(3), _ -> {});
        AtomicInteger sent = new AtomicInteger();
        CompletableFuture<Void> killer = CompletableFuture.runAsync(() -> {
            for (int quarter = 1; quarter <= 3; quarter++) {
                int threshold = events.size() * quarter / 4;
                Wait.until(Duration.ofMinutes(4), "a quarter is sent", () -> sent.get() >= threshold);
                System.out.println(
                        "services ready again after " + other.killServices().toMillis() + " ms");
            }
        });
        int[] sizes = {1_000, 1, 237, 2_500, 700};
        int batch = 0;
        for (int from = 0; from < events.size(); batch++) {
            int to = Math.min(events.size(), from + sizes[batch % sizes.length]);
            door.send(events.subList(from, to).stream().map(DemoEvent::bytes).toList());
            sent.set(to);
            from = to;
        }
        killer.join();
    }

    /** Two kills in the middle of the close: right after it began, and right after the services came back. */
    private static String closeWhileKilling(Stack other, TallyClient client) {
        ObjectNode cutoff = JsonNodeFactory.instance.objectNode().put("cutoff", DemoMonth.CUTOFF.toString());
        String id = client.post("/v1/closes", cutoff, "disturbed").get("id").asText();
        other.killServices();
        System.out.println("after the first kill of the close: " + state(client, id));
        other.killServices();
        System.out.println("after the second kill of the close: " + state(client, id));
        JsonNode close = Closing.complete(client, id);
        assertEquals(0, close.at("/proof/differences").asInt());
        return id;
    }

    private static String state(TallyClient client, String closeId) {
        try {
            return client.get("/v1/closes/" + closeId).path("state").asText();
        } catch (ApiProblem problem) {
            return problem.getMessage();
        }
    }

    /** What every customer owes, without how fresh it is. */
    private static Map<String, JsonNode> spend(TallyClient client) {
        Map<String, JsonNode> all = new TreeMap<>();
        DemoMonth.october().customers().forEach(customer -> {
            ObjectNode spend = (ObjectNode) client.get("/v1/customers/" + customer.id() + "/spend");
            spend.remove(List.of("asOf", "eventsUnderWay"));
            all.put(customer.id(), spend);
        });
        return all;
    }
}
