package io.tallystick.rating.vectors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The published cases against the pure code. How many passed is printed, and stands in {@code target/vectors.txt}. */
class PureVectorsTest {
    private final AllVectors vectors = new AllVectors(new PureSimulator());

    @Tag("case-by-case")
    @TestFactory
    Stream<DynamicContainer> every_case() {
        return vectors.kinds().stream().map(kind -> DynamicContainer.dynamicContainer(kind.name(), kind.tests()));
    }

    @Test
    void all_cases_pass_together() throws Throwable {
        report(vectors.table());
    }

    @Test
    void every_exclusion_names_a_case() {
        vectors.kinds().forEach(kind -> kind.suite().check(kind.prefix()));
    }

    private static void report(String table) throws IOException {
        Path target = Files.createDirectories(Path.of("target"));
        Files.writeString(target.resolve("vectors.txt"), table);
        System.out.print(table);
    }
}
