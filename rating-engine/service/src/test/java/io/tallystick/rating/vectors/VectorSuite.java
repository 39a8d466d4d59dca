package io.tallystick.rating.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.schemas.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * One file of cases as dynamic tests. Cases that contradict our rules stand in {@code vectors/excluded.txt}, each with its
 * reason; a line there that names no case is an error, so the list cannot rot.
 */
public final class VectorSuite {
    private final List<JsonNode> cases;
    private final Map<String, String> excluded;

    private VectorSuite(List<JsonNode> cases, Map<String, String> excluded) {
        this.cases = cases;
        this.excluded = excluded;
    }

    /** The cases of a file such as {@code pricing.json}. */
    public static VectorSuite of(String file) {
        Path path = folder().resolve(file);
        if (!Files.isReadable(path)) {
            fail("The published cases are missing: " + path.toAbsolutePath().normalize()
                    + " cannot be read. They stand in the folder 'shared' beside the checkout and are never committed; the"
                    + " build passes that folder as -Dtally.shared.");
        }
        try {
            List<JsonNode> cases = new ArrayList<>();
            Json.MAPPER.readTree(path.toFile()).forEach(cases::add);
            return new VectorSuite(cases, excluded());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** One test for each case that our rules cover. */
    public Stream<DynamicTest> tests(Translation translation) {
        return cases.stream()
                .filter(vector -> !excluded.containsKey(vector.get("id").textValue()))
                .map(vector -> DynamicTest.dynamicTest(vector.get("id").textValue(), () -> translation.check(vector)));
    }

    /** Cases in the file, the excluded ones included. */
    int size() {
        return cases.size();
    }

    /** Fails on ids that stand twice, and on exclusions that name no case of this kind. */
    void check(String prefix) {
        Set<String> ids = new HashSet<>();
        cases.forEach(vector -> {
            String id = vector.get("id").textValue();
            assertTrue(ids.add(id), "the case " + id + " stands twice");
        });
        List<String> unknown = excluded.keySet().stream()
                .filter(id -> id.startsWith(prefix) && !ids.contains(id))
                .sorted(Comparator.naturalOrder())
                .toList();
        assertEquals(List.of(), unknown, "excluded.txt names cases that do not exist");
    }

    private static Path folder() {
        return Path.of(System.getProperty("tally.shared", "../shared")).resolve("vectors");
    }

    private static Map<String, String> excluded() throws IOException {
        try (InputStream in = VectorSuite.class.getResourceAsStream("/vectors/excluded.txt")) {
            Map<String, String> reasons = new TreeMap<>();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    String[] parts = line.split("\\s+", 2);
                    assertEquals(2, parts.length, "an excluded case needs its reason: " + line);
                    reasons.put(parts[0], parts[1]);
                }
            }
            return reasons;
        }
    }

    /** Translates a case into requests and compares the answers. */
    public interface Translation {
        void check(JsonNode vector) throws Exception;
    }
}
