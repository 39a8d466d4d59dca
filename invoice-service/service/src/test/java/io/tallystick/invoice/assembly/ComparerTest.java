package io.tallystick.invoice.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.tallystick.schemas.id.Hash128;
import io.tallystick.schemas.id.SetDigest;
import io.tallystick.schemas.rated.Sealed;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComparerTest {
    private static final Instant CUTOFF = Instant.parse("2026-11-01T00:00:00Z");
    private static final Close.Request REQUEST =
            new Close.Request("close", CUTOFF, null, CUTOFF, "key", Close.Drive.AUTO);
    private static final Close.Sealing CLOSE =
            new Close.Sealing(REQUEST, Optional.empty(), Optional.empty()).sealed(new Close.Barrier(2, 2));
    private static final SetDigest ONE_LINE = SetDigest.EMPTY.plus(Hash128.of("line"));
    private static final Tally TALLY = new Tally(ONE_LINE, Map.of("USD", new BigDecimal("1.50")));

    private final Map<Integer, List<Sealed>> answers = new HashMap<>();
    private final Map<Integer, Tally> collected = new HashMap<>();

    @Test
    void counts_digests_and_amounts_that_agree_prove_the_close() {
        allAgree();
        Comparison.Proven proven = assertInstanceOf(Comparison.Proven.class, compare());
        assertEquals(2, proven.proof().lines());
        assertEquals(Map.of("USD", new BigDecimal("3.00")), proven.proof().amounts());
        assertEquals(20, proven.proof().received());
        assertEquals(0, proven.proof().differences());
    }

    @Test
    void an_answer_that_is_missing_in_one_partition_of_rated_lines_is_waited_for() {
        allAgree();
        answers.get(1).removeLast();
        assertEquals(
                List.of(1),
                assertInstanceOf(Comparison.Waiting.class, compare()).partitions());
    }

    @Test
    void a_line_too_few_is_named_with_its_partition() {
        allAgree();
        collected.remove(1);
        assertEquals(List.of("1 lines", "1 digest", "1 amount USD"), differences());
    }

    @Test
    void the_same_number_of_other_lines_is_a_difference() {
        allAgree();
        collected.put(0, new Tally(SetDigest.EMPTY.plus(Hash128.of("other")), TALLY.amounts()));
        assertEquals(List.of("0 digest"), differences());
    }

    @Test
    void received_events_without_a_disposition_are_a_difference() {
        allAgree();
        answers.put(0, List.of(seal(0, 11, null), seal(0, 11, null)));
        assertEquals(List.of("0 dispositions"), differences());
    }

    @Test
    void another_previous_cutoff_is_a_difference() {
        allAgree();
        answers.put(0, List.of(seal(0, 10, Instant.EPOCH), seal(0, 10, Instant.EPOCH)));
        assertEquals(List.of("0 previousCutoff"), differences());
    }

    @Test
    void copies_of_an_answer_that_differ_are_a_difference() {
        allAgree();
        answers.put(1, List.of(seal(1, 10, null), seal(1, 10, Instant.EPOCH)));
        assertEquals(List.of("1 copies of the seal"), differences());
    }

    @Test
    void lines_of_a_partition_that_does_not_exist_are_a_difference() {
        allAgree();
        collected.put(7, TALLY);
        assertEquals(List.of("7 lines"), differences());
    }

    @Test
    void a_partition_without_lines_agrees_with_nothing_collected() {
        allAgree();
        collected.remove(0);
        Sealed empty =
                new Sealed("close", CUTOFF, 0, 2, 5, 0, Map.of(), 0, SetDigest.EMPTY.hex(), null, Map.of(), Map.of());
        answers.put(0, List.of(empty, empty));
        assertInstanceOf(Comparison.Proven.class, compare());
    }

    private void allAgree() {
        for (int partition = 0; partition < 2; partition++) {
            answers.put(partition, new ArrayList<>(List.of(seal(partition, 10, null), seal(partition, 10, null))));
            collected.put(partition, TALLY);
        }
    }

    private Comparison compare() {
        return Comparer.compare(CLOSE, answers, collected);
    }

    private List<String> differences() {
        return assertInstanceOf(Comparison.Differs.class, compare()).differences().stream()
                .map(one -> one.partition() + " " + one.what())
                .toList();
    }

    private static Sealed seal(int partition, long received, Instant previous) {
        return new Sealed(
                "close",
                CUTOFF,
                partition,
                2,
                5,
                received,
                Map.of("rated", 8L, "duplicate", 2L),
                1,
                ONE_LINE.hex(),
                previous,
                TALLY.amounts(),
                Map.of());
    }
}
