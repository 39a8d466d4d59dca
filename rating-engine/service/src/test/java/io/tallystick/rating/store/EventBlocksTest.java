package io.tallystick.rating.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallystick.rating.app.Disposition;
import io.tallystick.rating.app.Identity;
import io.tallystick.rating.app.NewEvent;
import io.tallystick.schemas.usage.EventData;
import io.tallystick.schemas.usage.UsageEvent;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventBlocksTest {
    private static final Instant RECEIVED = Instant.parse("2026-11-03T00:00:00Z");

    @Test
    void events_of_a_customer_day_source_type_and_end_stand_together_in_the_order_of_arrival() {
        EventBlocks blocks = EventBlocks.of(
                List.of(
                        event("acme", "e1", "2026-11-01T23:59:59.999999Z"),
                        event("zen", "e2", "2026-11-01T10:00:00Z"),
                        event("acme", "e3", "2026-11-02T00:00:00Z"),
                        event("acme", "e4", "2026-11-01T00:00:00Z")),
                7);

        Tuple rows = blocks.rows(3, 99);

        assertThat(rows.getArrayOfStrings(6)).containsExactly("acme", "zen", "acme");
        assertThat(rows.getArrayOfIntegers(8)).containsExactly(7, 8, 9);
        assertThat(rows.getArrayOfStrings(17)).containsExactly("e1\u001fe4", "e2", "e3");
        assertThat(rows.getArrayOfIntegers(15)).containsExactly(2, 1, 1);
        assertThat(rows.getArrayOfIntegers(16)).containsExactly(2, 3, 4);
        assertThat(blocks.nextPart()).isEqualTo(10);
    }

    @Test
    void a_block_holds_no_more_than_a_reader_looks_through() {
        List<NewEvent> many = IntStream.rangeClosed(1, EventBlocks.MOST + 1)
                .mapToObj(i -> event("acme", "e" + i, "2026-11-01T00:00:00Z"))
                .toList();

        assertThat(EventBlocks.of(many, 0).rows(0, 0).getArrayOfIntegers(15)).containsExactly(EventBlocks.MOST, 1);
    }

    @Test
    void only_what_the_database_took_is_stored_under_the_number_that_its_key_names() {
        EventBlocks blocks = EventBlocks.of(
                List.of(
                        event("acme", "e1", "2026-11-01T00:00:00Z"),
                        event("zen", "e1", "2026-11-01T00:00:00Z"),
                        event("zen", "e2", "2026-11-01T00:00:00Z")),
                4);
        UUID second = EventKey.of(new Identity("zen", "test", "e2"));

        EventBlocks taken = blocks.taken(new String[] {"zen"}, new UUID[] {second});

        assertThat(taken.rows(0, 0).getArrayOfIntegers(8)).containsExactly(5);
        assertThat(taken.rows(0, 0).getArrayOfStrings(17)).containsExactly("e2");
        assertThat(taken.offsets()).containsExactly(2L);
        assertThat(taken.nextPart()).isEqualTo(6);
    }

    private static NewEvent event(String customer, String id, String at) {
        return new NewEvent(
                new UsageEvent(id, "test", "type", customer, Instant.parse(at), EventData.stored("{}")),
                RECEIVED,
                id.equals("e2") ? 2 : 1,
                Disposition.RATED,
                "rated");
    }
}
