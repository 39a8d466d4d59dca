package io.tallystick.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AotCacheTest {
    @TempDir
    Path folder;

    @Test
    void a_program_without_a_cache_starts_as_it_is() throws IOException {
        AotCache cache = AotCache.in(folder, "program");

        assertEquals(List.of(), cache.options());
        Files.createFile(cache.file());
        assertEquals(List.of("-XX:AOTCache=" + cache.file()), cache.options());
    }

    @Test
    void a_cache_belongs_to_one_jdk() {
        assertTrue(AotCache.in(folder, "program").file().toString().contains(Runtime.version() + ".aot"));
    }

    @Test
    void a_cache_that_cannot_be_made_leaves_nothing() throws IOException {
        AotCache cache = AotCache.in(folder, "program");
        Path training = Path.of(cache.trainingOptions().get(1).substring("-XX:AOTConfiguration=".length()));
        Files.writeString(training, "not a record");

        EmbeddedException failed = assertThrows(
                EmbeddedException.class,
                () -> cache.make(
                        List.of(Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString()),
                        folder.resolve("no.jar").toString(),
                        folder.resolve("log"),
                        Duration.ofMinutes(1)));

        assertEquals("cache_failed", failed.code());
        assertFalse(cache.exists());
        assertFalse(Files.exists(training));
    }
}
