package io.tallystick.web.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallystick.schemas.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
    @Test
    void a_cursor_is_read_back_from_its_text() {
        Cursor cursor = Cursor.after("İstanbul/\"1\"", 42L);

        assertEquals(cursor, Cursor.decode(cursor.encode(), 2));
        assertEquals(List.of("İstanbul/\"1\"", "42"), cursor.values());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!", "bm90IGpzb24", "WyJhIl0", "W251bGwsbnVsbF0", "e30"})
    void a_text_that_is_no_cursor_of_two_columns_is_refused(String text) {
        ProblemException refused = assertThrows(ProblemException.class, () -> Cursor.decode(text, 2));

        assertEquals("invalid_cursor", refused.problem().code());
    }

    @Test
    void only_a_page_that_has_a_successor_names_one() {
        assertEquals(Optional.empty(), Page.of(List.of(1, 2), 2, Cursor::after).next());
        assertEquals(
                new Page<>(List.of(1, 2), Optional.of(Cursor.after(2).encode())),
                Page.of(List.of(1, 2, 3), 2, Cursor::after));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1001", "-1", "ten", "1e2", "99999999999"})
    void a_limit_outside_of_one_to_a_thousand_is_refused(String limit) {
        PageRequest page = new PageRequest();
        page.limit = limit;

        assertEquals(
                "invalid_parameter",
                assertThrows(ProblemException.class, page::limit).problem().code());
    }
}
