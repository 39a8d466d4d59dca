package io.tallystick.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.tallystick.ingest.Door.Answer;
import io.tallystick.schemas.access.AccessKey.Role;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("integration")
@QuarkusTest
@QuarkusTestResource(LogBroker.class)
@TestProfile(BackPressureTest.SmallHouse.class)
class BackPressureTest {
    private static final int LIMIT = 20_000;

    @Inject
    Log log;

    private Door door;

    public static final class SmallHouse implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "tally.ingest.max-in-flight-bytes",
                    Integer.toString(LIMIT),
                    "tally.ingest.max-batch-bytes",
                    "16000");
        }
    }

    @BeforeEach
    void open() {
        log.meter(Usage.COMPUTE);
        door = new Door(log.key(Role.INGEST, null));
        Log.await(
                () -> door.post(Door.EVENT, Usage.event("warm", "warm-up", "1")).status() == 202);
    }

    @Test
    void what_does_not_fit_is_told_to_come_back_and_nothing_of_it_is_written() {
        Answer answer = door.post(Door.BATCH, batch(130)).mustBe(429, "overloaded");

        assertEquals("1", answer.response().headers().firstValue("Retry-After").orElse(""));
        assertEquals(0, log.of("pressed").size());
    }

    @Test
    void an_inflated_body_needs_room_too() {
        byte[] inflated = batch(70).getBytes(StandardCharsets.UTF_8);

        List<Integer> answers = IntStream.range(0, 8)
                .mapToObj(_ -> CompletableFuture.supplyAsync(
                        () -> door.postGzip(Door.BATCH, inflated).status()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertTrue(answers.contains(202), answers::toString);
        assertTrue(List.of(202, 429).containsAll(answers), answers::toString);
        assertEquals(
                70 * answers.stream().filter(status -> status == 202).count(),
                log.of("pressed").size());
    }

    @Test
    void a_chunked_body_counts_as_the_largest_one_and_is_bounded() {
        byte[] small = Usage.event("c", "chunked", "1").getBytes(StandardCharsets.UTF_8);
        Door.send(chunked(small)).mustHave(1, 0);
        Door.send(chunked(new byte[18_000])).mustBe(413, "body_too_large");
    }

    @Test
    void room_is_given_back_whatever_the_answer_is() {
        for (int i = 0; i < 50; i++) {
            door.post(Door.BATCH, batch(60));
            door.post(Door.BATCH, "{}");
            door.postGzip(Door.BATCH, "[]".getBytes(StandardCharsets.UTF_8));
            door.postGzip(Door.BATCH, new byte[1 << 20]).mustBe(413, "body_too_large");
            Door.send(Door.to("/v1/events").POST(BodyPublishers.ofByteArray(new byte[5_000])));
        }

        Log.await(() -> Door.bytesInWork() == 0);
    }

    @Test
    void room_is_given_back_when_the_connection_is_lost_in_the_middle_of_a_request() throws IOException {
        Log.await(() -> Door.bytesInWork() == 0);
        for (RawSender.End end : RawSender.End.values()) {
            try (RawSender known = RawSender.to(door);
                    RawSender chunked = RawSender.to(door)) {
                known.headers("Content-Length: 3000");
                known.body(new byte[1_000]);
                chunked.headers("Transfer-Encoding: chunked");
                chunked.body("5\r\n[{\"id\r\n".getBytes(StandardCharsets.US_ASCII));
                // A body of unknown length counts as the largest one.
                Log.await(() -> Door.bytesInWork() == 3_000 + 16_000);
                known.end(end);
                chunked.end(end);
            }
            Log.await(() -> Door.bytesInWork() == 0);
        }
    }

    private java.net.http.HttpRequest.Builder chunked(byte[] body) {
        return door.request(Door.EVENT, body)
                .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body)));
    }

    private static String batch(int events) {
        return Usage.batch(IntStream.range(0, events)
                .mapToObj(i -> Usage.event("e" + i, "pressed", "1"))
                .toList());
    }
}
