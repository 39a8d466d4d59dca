package io.tallystick.schemas.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "acme",
                "zürich",
                "日本",
                "\u0000\u007f",
                "a text that is longer than those that are kept, of which there are many in a day"
            })
    void a_text_is_what_its_bytes_say(String text) {
        assertEquals(text, Words.utf8(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void no_bytes_are_no_text() {
        assertNull(Words.utf8(null));
    }

    @Test
    void a_text_that_comes_again_is_the_same_object() {
        byte[] bytes = "customer-17".getBytes(StandardCharsets.UTF_8);

        assertSame(Words.utf8(bytes), Words.utf8(bytes.clone()));
    }
}
