package io.tallystick.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tallystick.acceptance.canaries.Canary;
import io.tallystick.acceptance.canaries.Canary.Catcher;
import io.tallystick.acceptance.canaries.Sources;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be said of the deliberate bugs without running them; {@code ./tally canaries} runs them. */
final class CanariesTest {
    private static final Sources SOURCES = new Sources(Path.of(System.getProperty("tally.root")));

    static List<Canary> canaries() {
        return Canary.all();
    }

    @Test
    void there_are_at_least_25_with_names_of_their_own() {
        Set<String> names = new HashSet<>();
        canaries().forEach(canary -> names.add(canary.name()));
        assertEquals(canaries().size(), names.size());
        assertTrue(names.size() >= 25, () -> names.size() + " deliberate bugs");
    }

    @ParameterizedTest
    @MethodSource("canaries")
    void the_product_does_not_have_the_bug_and_the_test_that_must_catch_it_exists(Canary canary) {
        SOURCES.with(canary).values().forEach(text -> assertTrue(text.length() > 0));
        if (canary.catcher() instanceof Catcher.Test test) {
            assertTrue(SOURCES.of(test).contains("void " + test.method() + "("), test::toString);
        }
    }
}
