package io.tallystick.schemas.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.schemas.id.Sha256;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.usage.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The digest tree of an invoice or a credit note. The first leaf is the document without {@code lines} and {@code manifest}, then
 * comes one leaf for each line, in canonical form: white space and the order of fields do not matter, every letter and digit
 * does. Leaves and nodes are hashed as in RFC 6962 (SHA-256, a leaf after a byte 0, a node after a byte 1), so that no leaf can
 * pass for a node. A line carries count and digest of the events behind it, so that the root stands for the events too.
 */
public final class DocumentTree {
    /** The name of this construction, as manifests carry it. */
    public static final String METHOD = "tallystick-tree-1";

    private static final String LEFT = "left:";
    private static final String RIGHT = "right:";
    private static final String LINES = "lines";
    private static final String MANIFEST = "manifest";
    private static final String NUMBER = "number";
    private static final String PREVIOUS = "previousRoot";
    private static final Set<String> LATE = Set.of(NUMBER, PREVIOUS);
    private static final String FIELD = ",\"manifest\":";
    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private final MessageDigest sha256 = Sha256.digest();

    private DocumentTree() {}

    /** The root of a document, 64 hex digits; a manifest in it does not count. */
    public static String root(JsonNode document) {
        DocumentTree tree = new DocumentTree();
        ObjectNode head = document.deepCopy();
        head.remove(List.of(LINES, MANIFEST));
        List<byte[]> leaves = new ArrayList<>();
        leaves.add(tree.leaf(head));
        for (JsonNode line : document.path(LINES)) {
            leaves.add(tree.leaf(line));
        }
        return HexFormat.of().formatHex(tree.hash(leaves));
    }

    /**
     * A document of our own, written once: its root before it has a manifest, its bytes with one.
     *
     * @param document without a manifest, with {@code lines}
     */
    public static Written write(Object document) {
        byte[] json = Json.bytes(document);
        return new Early(json).written(json, List.of());
    }

    /**
     * The same for documents in a row, of which each names its number and the root of the one before: all that does not depend on
     * them is done here, so that whoever holds the numbers holds them for a short time.
     *
     * @param document with any number and any root in their places
     */
    public static Early prepare(Object document) {
        return prepare(Json.bytes(document));
    }

    /** The same for a document that is written already, as {@link Json#bytes} would have written it. */
    public static Early prepare(byte[] json) {
        return new Early(json);
    }

    /** A document that waits for its number and for the root of the one before it. */
    public static final class Early {
        private final byte[] json;
        private final DocumentTree tree = new DocumentTree();
        private final List<byte[]> leaves = new ArrayList<>();
        private final Optional<WrittenLeaves> read;

        private Early(byte[] json) {
            this.json = json;
            leaves.add(json);
            this.read = WrittenLeaves.read(json, LATE, (bytes, size) -> leaves.add(tree.leaf(bytes, size)));
        }

        /**
         * The document with what it waited for.
         *
         * @param number such as {@code INV-2026-000042}
         * @param previousRoot of the document before it in its series; the first of a series is written with {@link #write}
         */
        public Written complete(String number, String previousRoot) {
            Optional<WrittenLeaves.Spot> first = read.flatMap(found -> found.spot(NUMBER));
            Optional<WrittenLeaves.Spot> second = read.flatMap(found -> found.spot(PREVIOUS));
            if (first.isEmpty() || second.isEmpty() || !isPlain(number) || !isPlain(previousRoot)) {
                ObjectNode document = (ObjectNode) readTree(json);
                return write(document.put(NUMBER, number).put(PREVIOUS, previousRoot));
            }
            return written(json, List.of(new Patch(first.get(), number), new Patch(second.get(), previousRoot)));
        }

        private Written written(byte[] document, List<Patch> patches) {
            if (read.isEmpty()) {
                return new Written(root(readTree(document)), document, List.of(), -1);
            }
            byte[] head = spliced(
                    read.get().head(), patches.stream().map(Patch::inHead).toList());
            List<byte[]> all = new ArrayList<>(leaves);
            all.set(0, tree.leaf(head, head.length));
            return new Written(
                    HexFormat.of().formatHex(tree.hash(all)),
                    document,
                    patches.stream().map(Patch::inDocument).toList(),
                    read.get().afterLines());
        }

        /** Written as it is, without an escape. */
        private static boolean isPlain(String text) {
            return text.chars().allMatch(letter -> letter >= ' ' && letter < 0x7F && letter != '"' && letter != '\\');
        }
    }

    /** What stands from here to there is written otherwise. */
    private record Splice(int from, int to, String value) {
        int growth() {
            return value.length() - (to - from);
        }
    }

    /** A copy in which some places are written otherwise, without an escape; they do not touch each other. */
    private static byte[] spliced(byte[] all, List<Splice> unsorted) {
        List<Splice> splices =
                unsorted.stream().sorted(Comparator.comparingInt(Splice::from)).toList();
        byte[] result =
                new byte[all.length + splices.stream().mapToInt(Splice::growth).sum()];
        int read = 0;
        int written = 0;
        for (Splice splice : splices) {
            byte[] value = splice.value().getBytes(StandardCharsets.ISO_8859_1);
            System.arraycopy(all, read, result, written, splice.from() - read);
            written += splice.from() - read;
            System.arraycopy(value, 0, result, written, value.length);
            written += value.length;
            read = splice.to();
        }
        System.arraycopy(all, read, result, written, all.length - read);
        return result;
    }

    private record Patch(WrittenLeaves.Spot spot, String text) {
        Splice inHead() {
            return new Splice(spot.headFrom(), spot.headTo(), '"' + text + '"');
        }

        Splice inDocument() {
            return new Splice(spot.from(), spot.to(), '"' + text + '"');
        }
    }

    /** A document that has its root and waits for its manifest. */
    public static final class Written {
        private final String root;
        private final byte[] json;
        private final List<Splice> splices;
        private final int afterLines;

        private Written(String root, byte[] json, List<Splice> splices, int afterLines) {
            this.root = root;
            this.json = json;
            this.splices = splices;
            this.afterLines = afterLines;
        }

        /** 64 hex digits. */
        public String root() {
            return root;
        }

        /** The bytes of the document with this manifest in its place, as {@link Json#bytes} would write both together. */
        public byte[] with(Object manifest) {
            return with(Json.bytes(manifest));
        }

        /** The same with a manifest that is written already, as {@link Json#bytes} would have written it. */
        public byte[] with(byte[] manifest) {
            if (afterLines < 0) {
                return inTree(manifest);
            }
            List<Splice> all = new ArrayList<>(splices);
            all.add(new Splice(afterLines, afterLines, FIELD + new String(manifest, StandardCharsets.ISO_8859_1)));
            return spliced(json, all);
        }

        private byte[] inTree(byte[] proof) {
            SortedMap<String, JsonNode> fields = new TreeMap<>();
            readTree(json).properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
            fields.put(MANIFEST, readTree(proof));
            ObjectNode all = Json.MAPPER.createObjectNode();
            fields.forEach(all::set);
            return Json.bytes(all);
        }
    }

    private static JsonNode readTree(byte[] json) {
        return Json.read(json, JsonNode.class);
    }

    /** What is signed for the top of a batch. */
    public static byte[] toSign(String top) {
        return (METHOD + "\n" + top + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Documents that are signed together: one signature stands for all of them, and each proves by its path that it is among
     * them, so that a close of 100,000 invoices signs hundreds of times.
     *
     * @param roots of the documents, at least one
     */
    public static Batch batch(List<String> roots) {
        DocumentTree tree = new DocumentTree();
        List<List<String>> paths = new ArrayList<>();
        roots.forEach(_ -> paths.add(new ArrayList<>()));
        String top = tree.climb(roots, paths);
        return new Batch(top, paths);
    }

    /**
     * The top that a root and its path lead to.
     *
     * @throws IllegalArgumentException if a step of the path is not {@code left:} or {@code right:} with a digest
     */
    public static String top(String root, List<String> path) {
        DocumentTree tree = new DocumentTree();
        String at = root;
        for (String step : path) {
            String other = step.substring(step.indexOf(':') + 1);
            if (step.startsWith(LEFT)) {
                at = tree.node(other, at);
            } else if (step.startsWith(RIGHT)) {
                at = tree.node(at, other);
            } else {
                throw new IllegalArgumentException("a step of a path is left:… or right:…, not \"" + step + "\"");
            }
        }
        return at;
    }

    /**
     * Documents that are signed together.
     *
     * @param top what is signed
     * @param paths from each root to the top, in the order of the roots
     */
    public record Batch(String top, List<List<String>> paths) {
        /** Copies the lists. */
        public Batch {
            paths = paths.stream().map(List::copyOf).toList();
        }
    }

    private String climb(List<String> roots, List<List<String>> paths) {
        if (roots.size() == 1) {
            return roots.getFirst();
        }
        int left = Integer.highestOneBit(roots.size() - 1);
        List<List<String>> leftPaths = paths.subList(0, left);
        List<List<String>> rightPaths = paths.subList(left, paths.size());
        String first = climb(roots.subList(0, left), leftPaths);
        String second = climb(roots.subList(left, roots.size()), rightPaths);
        String toTheRight = RIGHT + second;
        String toTheLeft = LEFT + first;
        leftPaths.forEach(path -> path.add(toTheRight));
        rightPaths.forEach(path -> path.add(toTheLeft));
        return node(first, second);
    }

    private String node(String left, String right) {
        HexFormat hex = HexFormat.of();
        return hex.formatHex(node(hex.parseHex(left), hex.parseHex(right)));
    }

    private byte[] leaf(JsonNode value) {
        byte[] text = CanonicalJson.text(value).getBytes(StandardCharsets.UTF_8);
        return leaf(text, text.length);
    }

    private byte[] leaf(byte[] text, int size) {
        sha256.update(LEAF);
        sha256.update(text, 0, size);
        return sha256.digest();
    }

    private byte[] hash(List<byte[]> leaves) {
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        int left = Integer.highestOneBit(leaves.size() - 1);
        return node(hash(leaves.subList(0, left)), hash(leaves.subList(left, leaves.size())));
    }

    private byte[] node(byte[] left, byte[] right) {
        sha256.update(NODE);
        sha256.update(left);
        return sha256.digest(right);
    }
}
