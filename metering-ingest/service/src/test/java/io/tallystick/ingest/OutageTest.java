package io.tallystick.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tallystick.ingest.Door.Answer;
import io.tallystick.schemas.access.AccessKey.Role;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
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
