package io.tallystick.rating.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallystick.rating.app.Identity;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventKeyTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "01919188-4a5b-7c00-8000-000000000001, 6737201226",
        "01919188-4A5B-7c00-8000-000000000001, 6737201226",
        "01919188-4a5b-4c00-8000-00000000000a, 0",
        "01919188-4a5b-4c00-8000-0000000000a7, 7",
        "01919188-4a5b-7c00-8000-00000000000g, 0",
        "01919188x4a5b-7c00-8000-00000000000a, 0",
        "01ARZ3NDEKTSV4RRFFQ69G5FAV, 1435471533",
        "81ARZ3NDEKTSV4RRFFQ69G5FAV, 0",
        "call-17, 17",
        "call-1234567890123456, 567890123456",
        "call, 0",
        "٣, 0",
    })
    void ids_that_grow_with_time_have_a_locality_that_does(String id, long locality) {
        assertThat(EventKey.locality(id)).isEqualTo(locality);
    }

    @Test
    void every_part_of_the_identity_counts() {
        assertThat(LongStream.range(0, 10_000)
                        .mapToObj(i -> EventKey.of(
                                new Identity("customer-" + i % 10, "/source/" + i / 10 % 10, "id-" + i / 100)))
                        .distinct())
                .hasSize(10_000);
    }
}
