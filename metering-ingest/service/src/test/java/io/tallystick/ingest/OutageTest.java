package io.tallystick.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tallystick.ingest.Door.Answer;
import io.tallystick.schemas.access.AccessKey.Role;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("integration")
@QuarkusTest
@QuarkusTestResource(value = LogBroker.class, restrictToAnnotatedClass = true)
class OutageTest {
    @Inject
    Log log;

    LogBroker broker;

    @Test
    void while_the_log_is_gone_the_answer_is_503_and_what_was_acknowledged_before_and_after_is_there() {
        log.meter(Usage.COMPUTE);
        Door door = new Door(log.key(Role.INGEST, null));
        Log.await(() ->
                door.post(Door.EVENT, Usage.event("before", "outage", "1")).status() == 202);

        broker.takeAway();
        long began = System.nanoTime();
        Answer answer = door.post(Door.BATCH, thousand()).mustBe(503, "log_unavailable");
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        assertEquals("1", answer.response().headers().firstValue("Retry-After").orElse(""));
        assertTrue(took.compareTo(Duration.ofSeconds(10)) < 0, () -> "the refusal took " + took);
        Log.await(() -> Door.send(Door.to("/q/health/ready")).status() == 503);

        broker.bringBack();
        Log.await(() -> door.post(Door.BATCH, thousand()).status() == 202);
        Log.await(() -> Door.send(Door.to("/q/health/ready")).status() == 200);
        assertTrue(ids("outage")
                .containsAll(IntStream.range(0, 1_000).mapToObj(i -> "e" + i).collect(Collectors.toSet())));
    }

    @Test
    void whatever_was_answered_with_202_while_the_log_came_and_went_is_in_it() {
        log.meter(Usage.COMPUTE);
        Door door = new Door(log.key(Role.INGEST, null));
        Log.await(() ->
                door.post(Door.EVENT, Usage.event("before", "flapping", "1")).status() == 202);
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        AtomicBoolean over = new AtomicBoolean();
        List<CompletableFuture<Void>> senders = IntStream.range(0, 4)
                .mapToObj(sender -> CompletableFuture.runAsync(() -> send(door, sender, acknowledged, over)))
                .toList();

        for (int i = 0; i < 2; i++) {
            int known = acknowledged.size();
            Log.await(() -> acknowledged.size() > known + 1_000);
            broker.takeAway();
            broker.bringBack();
        }
        int known = acknowledged.size();
        Log.await(() -> acknowledged.size() > known + 1_000);
        over.set(true);
        senders.forEach(CompletableFuture::join);

        Set<String> there = ids("flapping");
        assertTrue(there.containsAll(acknowledged), () -> {
            acknowledged.removeAll(there);
            return "acknowledged and lost: " + acknowledged;
        });
    }

    @Test
    void room_is_given_back_when_the_sender_has_gone_before_the_log_answered() throws IOException {
        log.meter(Usage.COMPUTE);
        Door door = new Door(log.key(Role.INGEST, null));
        Log.await(
                () -> door.post(Door.EVENT, Usage.event("before", "gone", "1")).status() == 202);
        Log.await(() -> Door.bytesInWork() == 0);
        byte[] body = Usage.event("e1", "gone", "1").getBytes(StandardCharsets.UTF_8);

        broker.takeAway();
        try (RawSender sender = RawSender.to(door)) {
            sender.headers("Content-Length: " + body.length);
            sender.body(body);
            Log.await(() -> Door.bytesInWork() == body.length);
        }

        Log.await(() -> Door.bytesInWork() == 0);
        broker.bringBack();
    }

    private static void send(Door door, int sender, Set<String> acknowledged, AtomicBoolean over) {
        for (int n = 0; !over.get(); n++) {
            int first = n * 50;
            List<String> ids = IntStream.range(first, first + 50)
                    .mapToObj(i -> "s" + sender + "-" + i)
                    .toList();
            String body = Usage.batch(
                    ids.stream().map(id -> Usage.event(id, "flapping", "1")).toList());
            if (door.post(Door.BATCH, body).status() == 202) {
                acknowledged.addAll(ids);
            }
        }
    }

    private Set<String> ids(String customerId) {
        return log.of(customerId).stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .map(event -> event.replaceAll(".*\"id\":\"([^\"]*)\".*", "$1"))
                .collect(Collectors.toSet());
    }

    private static String thousand() {
        return Usage.batch(IntStream.range(0, 1_000)
                .mapToObj(i -> Usage.event("e" + i, "outage", "1"))
                .toList());
    }
}
