package io.tallystick.invoice.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LanguageTest {
    private static Set<String> keys(String tag) throws IOException {
        Properties words = new Properties();
        try (Reader in = new InputStreamReader(
                Language.class.getResourceAsStream("/tally-invoice/words-" + tag + ".properties"),
                StandardCharsets.UTF_8)) {
            words.load(in);
        }
        return words.stringPropertyNames();
    }

    @Test
    void every_language_has_the_same_words() throws IOException {
        assertThat(keys("de")).isEqualTo(keys("en"));
        assertThat(keys("pt-BR")).isEqualTo(keys("en"));
    }

    @Test
    void numbers_and_days_are_written_as_the_customer_writes_them() {
        BigDecimal amount = new BigDecimal("1234567.50");
        LocalDate day = LocalDate.of(2026, 3, 1);
        assertThat(Language.of("en").number(amount)).isEqualTo("1,234,567.50");
        assertThat(Language.of("de").number(amount)).isEqualTo("1.234.567,50");
        assertThat(Language.of("pt-BR").number(amount)).isEqualTo("1.234.567,50");
        assertThat(Language.of("en").day(day)).isEqualTo("1 Mar 2026");
        assertThat(Language.of("de").day(day)).isEqualTo("1. März 2026");
        assertThat(Language.of("pt-BR").day(day)).isEqualTo("1 de mar. de 2026");
        assertThat(Language.of("de").brief(new BigDecimal("9.1599470534"))).isEqualTo("9,159947…");
        assertThat(Language.of("de").brief(new BigDecimal("1234.5"), 2)).isEqualTo("1.234,50");
        assertThat(Language.of("en").brief(BigDecimal.ZERO, 2)).isEqualTo("0.00");
        assertThat(Language.of("en").brief(new BigDecimal("0.005"), 2)).isEqualTo("0.005");
    }

    @Test
    void a_language_without_words_of_its_own_is_answered_in_english() {
        assertThat(Language.of("ja").say("invoice")).isEqualTo("Invoice");
        assertThat(Language.of(null).say("events", "12")).isEqualTo("12 events");
    }
}
