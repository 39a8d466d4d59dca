package io.tallystick.invoice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tallystick.schemas.rated.Step;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void every_digit_of_a_number_is_shown() {
        assertEquals("1,234.50", Words.number(new BigDecimal("1234.50")));
        assertEquals("0.00", Words.number(new BigDecimal("0.00")));
        assertEquals("-0.05", Words.number(new BigDecimal("-0.05")));
        assertEquals("0.005", Words.plain(new BigDecimal("0.0050")));
        assertEquals("1,000,000", Words.plain(new BigDecimal("1E+6")));
        assertEquals("15.806451612903225806451612", Words.plain(new BigDecimal("15.806451612903225806451612")));
    }

    @Test
    void long_fractions_are_cut_with_a_mark_and_never_rounded() {
        assertEquals("9.159947…", Words.brief(new BigDecimal("9.1599479999")));
        assertEquals("9.159947", Words.brief(new BigDecimal("9.159947000")));
        assertEquals("1,234,567", Words.brief(new BigDecimal("1234567")));
    }

    @Test
    void a_description_that_names_the_month_needs_no_period() {
        Instant start = Instant.parse("2026-10-01T00:00:00Z");
        Instant end = Instant.parse("2026-11-01T00:00:00Z");
        assertTrue(Words.namesPeriod("Storage, 1–31 Oct 2026", start, end, "UTC"));
        assertFalse(Words.namesPeriod("Storage", start, end, "UTC"));
        assertFalse(Words.namesPeriod("Storage, Nov 2026", start, end, "UTC"));
    }

    @Test
    void a_period_is_shown_by_its_first_and_last_day_in_its_zone() {
        Instant start = Instant.parse("2026-11-01T03:00:00Z");
        Instant end = Instant.parse("2026-12-01T03:00:00Z");
        assertEquals("1 Nov 2026 – 30 Nov 2026", Words.period(start, end, "America/Sao_Paulo"));
        assertEquals("1 Nov 2026 03:00 – 1 Dec 2026 03:00", Words.period(start, end, "UTC"));
        assertEquals("1 Nov 2026", Words.period(start, start, "UTC"));
    }

    @Test
    void a_tier_is_told_in_words() {
        assertEquals("first 10,000", label("..10000", "0", "10000"));
        assertEquals("above 10,000 to 50,000", label("10000..50000", "10000", "50000"));
        assertEquals("above 50,000", label("50000..", "50000", null));
        assertEquals("accelerator=gpu-a100, above 50,000", label("accelerator=gpu-a100, 50000..", "50000", null));
        assertEquals("included", label("included", null, null));
    }

    @Test
    void a_single_amount_needs_no_arithmetic() {
        Step fee = new Step("fee", null, null, null, null, null, BigDecimal.TEN);
        assertEquals(List.of(), StepRow.of(List.of(fee), Language.ENGLISH, 0));
        assertEquals(2, StepRow.of(List.of(fee, fee), Language.ENGLISH, 0).size());
    }

    @Test
    void characters_that_no_document_may_hold_are_replaced() {
        assertEquals("a\uFFFDb\uFFFD", Words.text("a\u0000b\uFFFE"));
        assertEquals("日本 Ünï", Words.text("日本 Ünï"));
    }

    private static String label(String label, String from, String upTo) {
        Step step = new Step(
                label,
                from == null ? null : new BigDecimal(from),
                upTo == null ? null : new BigDecimal(upTo),
                BigDecimal.ONE,
                BigDecimal.ONE,
                null,
                BigDecimal.ONE);
        return StepRow.of(List.of(step), Language.ENGLISH, 0).getFirst().label();
    }
}
