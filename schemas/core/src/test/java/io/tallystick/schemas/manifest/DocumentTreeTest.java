package io.tallystick.schemas.manifest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.schemas.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The short way over the bytes of a document and the long way over a tree say the same of it. */
class DocumentTreeTest {
    private static final int DOCUMENTS = 5_000;
    private static final Map<String, Object> MANIFEST = Map.of("root", "r", "path", List.of("left:a"));
    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "plain words",
            "Größe",
            "日本語",
            "😀 smile",
            "a \"quote\"",
            "back\\slash",
            "line\nbreak",
            "\u007f",
            "/",
            "{}[],:");
    private static final List<String> NAMES =
            List.of("a", "ab", "b", "customer", "id", "lines2", "total", "zz", "number2", "nümber", "q\"");

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    /** Like an invoice. */
    private record Document(
            Map<String, Object> about,
            List<Map<String, Object>> lines,
            Object manifest,
            String number,
            String previousRoot) {}

    @Test
    void the_root_of_the_bytes_is_the_root_of_the_tree() {
        for (int i = 0; i < DOCUMENTS; i++) {
            Document document = document(null, text(), text());
            assertEquals(
                    DocumentTree.root(tree(document)),
                    DocumentTree.write(document).root(),
                    () -> "seed " + seed);
        }
    }

    @Test
    void a_manifest_is_written_where_it_would_stand_and_does_not_change_the_root() {
        for (int i = 0; i < DOCUMENTS; i++) {
            Document document = document(null, text(), text());
            Document proven = new Document(
                    document.about(), document.lines(), MANIFEST, document.number(), document.previousRoot());
            byte[] written = DocumentTree.write(document).with(MANIFEST);
            assertArrayEquals(Json.bytes(proven), written, () -> "seed " + seed);
            assertEquals(
                    DocumentTree.write(document).root(),
                    DocumentTree.root(Json.read(written, JsonNode.class)),
                    () -> "seed " + seed);
        }
    }

    @Test
    void a_number_and_a_root_that_come_late_make_the_document_that_had_them_at_once() {
        for (int i = 0; i < DOCUMENTS; i++) {
            Document early = document(null, "INV-2026-000001", "0".repeat(64));
            String number = text() + i;
            String root = text() + "f";
            Document whole = new Document(early.about(), early.lines(), null, number, root);
            DocumentTree.Written late = DocumentTree.prepare(early).complete(number, root);
            assertEquals(DocumentTree.write(whole).root(), late.root(), () -> "seed " + seed);
            assertArrayEquals(DocumentTree.write(whole).with(MANIFEST), late.with(MANIFEST), () -> "seed " + seed);
        }
    }

    private static JsonNode tree(Object document) {
        return Json.MAPPER.valueToTree(document);
    }

    private Document document(Object manifest, String number, String root) {
        List<Map<String, Object>> lines = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            lines.add(object(2));
        }
        return new Document(object(2), lines, manifest, number, root);
    }

    private Map<String, Object> object(int depth) {
        Map<String, Object> fields = new TreeMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            fields.put(NAMES.get(random.nextInt(NAMES.size())), value(depth));
        }
        return fields;
    }

    private Object value(int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 7)) {
            case 0 -> random.nextInt();
            case 1 -> random.nextLong();
            case 2 -> 100L * random.nextInt(3);
            case 3 -> BigDecimal.valueOf(random.nextInt(100_000), random.nextInt(6));
            case 4 -> random.nextBoolean();
            case 5, 6 -> text();
            case 7 -> object(depth - 1);
            default -> List.of(value(depth - 1), value(depth - 1));
        };
    }

    private String text() {
        return random.nextInt(4) == 0 ? TEXTS.get(random.nextInt(TEXTS.size())) : "text " + random.nextInt(100);
    }
}
