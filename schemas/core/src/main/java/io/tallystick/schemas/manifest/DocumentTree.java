package io.tallystick.schemas.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.usage.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

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
    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private final MessageDigest sha256;

    private DocumentTree() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

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

    /** The root of a document of our own, before it is written. */
    public static String rootOf(Object document) {
        return root(Json.MAPPER.valueToTree(document));
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
        leftPaths.forEach(path -> path.add(RIGHT + second));
        rightPaths.forEach(path -> path.add(LEFT + first));
        return node(first, second);
    }

    private String node(String left, String right) {
        HexFormat hex = HexFormat.of();
        return hex.formatHex(node(hex.parseHex(left), hex.parseHex(right)));
    }

    private byte[] leaf(JsonNode value) {
        sha256.update(LEAF);
        return sha256.digest(CanonicalJson.text(value).getBytes(StandardCharsets.UTF_8));
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
