package io.tallystick.rating;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of what other engines get wrong names a test for each case, and each of these tests exists. */
class DefectsOfPeersTest {
    private static final Path ROOT = Path.of("../..");
    private static final Pattern ROW = Pattern.compile("\\| (\\d+) \\|.*\\| `(\\w+)\\.(\\w+)` \\|");

    @Test
    void every_case_names_a_test_that_exists() throws IOException {
        List<Integer> numbers = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String line : Files.readAllLines(ROOT.resolve("docs/defects-of-peers.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                numbers.add(Integer.parseInt(row.group(1)));
                if (source(row.group(2))
                        .filter(text -> text.contains("void " + row.group(3) + "("))
                        .isEmpty()) {
                    missing.add(row.group(2) + "." + row.group(3));
                }
            }
        }

        assertEquals(List.of(), missing);
        assertEquals(IntStream.rangeClosed(1, 30).boxed().toList(), numbers);
    }

    private static Optional<String> source(String test) throws IOException {
        for (String folder : List.of("schemas", "metering-ingest", "rating-engine", "invoice-service", "deploy")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
                Optional<Path> found =
                        files.filter(file -> file.endsWith(test + ".java")).findFirst();
                if (found.isPresent()) {
                    return Optional.of(Files.readString(found.get()));
                }
            }
        }
        return Optional.empty();
    }
}
