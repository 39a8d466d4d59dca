package io.tallystick.web.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CredentialTest {
    private static final Credential KEY = Credential.make(new SecureRandom());

    @Test
    void a_credential_is_read_back_from_its_text() {
        assertEquals(Optional.of(KEY), Credential.parse(KEY.text()));
    }

    @Test
    void a_credential_matches_its_own_hash_alone() {
        assertTrue(KEY.matches(KEY.hash()));
        assertFalse(KEY.matches(Credential.make(new SecureRandom()).hash()));
        assertFalse(KEY.matches(""));
    }

    @Test
    void the_hash_is_the_sha_256_of_the_whole_text() {
        Credential known = new Credential("a".repeat(16), "b".repeat(52));

        assertEquals("dd43924dbac298fd8cc14625f5cd8102", known.hash().substring(0, 32));
    }

    @Test
    void a_text_of_another_form_is_no_credential() {
        assertEquals(Optional.empty(), Credential.parse(""));
        assertEquals(Optional.empty(), Credential.parse(KEY.text() + "x"));
        assertEquals(Optional.empty(), Credential.parse("Bearer " + KEY.text()));
        assertEquals(Optional.empty(), Credential.parse("TK" + KEY.text().substring(2)));
    }

    @Test
    void the_secret_never_reaches_a_log() {
        assertFalse(KEY.toString().contains(KEY.secret()));
    }
}
