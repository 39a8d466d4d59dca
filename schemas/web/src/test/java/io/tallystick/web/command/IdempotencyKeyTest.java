package io.tallystick.web.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallystick.schemas.problem.ProblemException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {
    @Test
    void the_same_command_sent_again_passes_and_another_one_is_refused() {
        IdempotencyKey first = key("k1", Map.of("cutoff", "a"));

        first.mustBeThatOf(key("k1", Map.of("cutoff", "a")).fingerprint());
        ProblemException refused = assertThrows(
                ProblemException.class,
                () -> first.mustBeThatOf(key("k1", Map.of("cutoff", "b")).fingerprint()));
        assertEquals("idempotency_key_reused", refused.problem().code());
    }

    @Test
    void a_command_without_the_header_has_no_key() {
        assertEquals(Optional.empty(), IdempotencyKey.of(null, "caller", "POST /v1/closes", Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "café", "tab\t"})
    void a_key_that_is_not_visible_ascii_is_refused(String header) {
        assertThrows(ProblemException.class, () -> key(header, Map.of()));
        assertThrows(ProblemException.class, () -> key("x".repeat(256), Map.of()));
    }

    @Test
    void an_edit_passes_on_the_present_version_alone() {
        EditVersion.mustMatch("\"3\"", 3);
        EditVersion.mustMatch("*", 3);
        assertEquals(412, status("\"2\""));
        assertEquals(428, status(null));
    }

    private static int status(String ifMatch) {
        return assertThrows(ProblemException.class, () -> EditVersion.mustMatch(ifMatch, 3))
                .problem()
                .status();
    }

    private static IdempotencyKey key(String header, Object body) {
        return IdempotencyKey.of(header, "caller", "POST /v1/closes", body).orElseThrow();
    }
}
