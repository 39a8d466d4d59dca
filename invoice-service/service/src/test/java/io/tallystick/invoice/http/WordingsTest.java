package io.tallystick.invoice.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordingsTest {
    private static final Language GERMAN = Language.of("de");

    @Test
    void what_rating_wrote_is_said_in_the_language_of_the_customer() {
        assertThat(Wordings.description("API calls beyond 10,000 included, 1–31 Oct 2026", GERMAN))
                .isEqualTo("API calls über 10.000 inklusive");
        assertThat(Wordings.description("API calls beyond 10,000 included, 1–31 Oct 2026", Language.of("pt-BR")))
                .isEqualTo("API calls além de 10.000 incluídos");
        assertThat(Wordings.description("Developer plan, 16 Nov – 15 Dec 2026", GERMAN))
                .isEqualTo("Developer plan");
        assertThat(Wordings.description("Onboarding × 2, 16 Nov 2026", GERMAN)).isEqualTo("Onboarding × 2");
        assertThat(Wordings.description("Commitment, 16 Dec 2026 – 15 Jan 2027", GERMAN))
                .isEqualTo("Mindestumsatz");
    }

    @Test
    void names_that_an_operator_gave_stay_as_they_are() {
        assertThat(Wordings.description("Support, 24/7", GERMAN)).isEqualTo("Support, 24/7");
        assertThat(Wordings.description("API calls beyond 10,000 included, 1–31 Oct 2026", Language.ENGLISH))
                .isEqualTo("API calls beyond 10,000 included, 1–31 Oct 2026");
    }

    @Test
    void the_arithmetic_is_said_in_it_too() {
        assertThat(Wordings.step("included", GERMAN)).isEqualTo("inklusive");
        assertThat(Wordings.step("packages of 1000", GERMAN)).isEqualTo("Pakete zu 1.000");
        assertThat(Wordings.step("0 × 4, rounded up", GERMAN)).isEqualTo("0 × 4, aufgerundet");
        assertThat(Wordings.step("eu-west", GERMAN)).isEqualTo("eu-west");
        assertThat(Wordings.step("included", Language.ENGLISH)).isEqualTo("included");
    }
}
