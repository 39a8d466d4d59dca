package io.tallystick.schemas.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.schemas.json.Json;
import java.io.IOException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks a document with nothing but its bytes and the key of who made it.
 *
 * @param number of the document, "" if it has none
 * @param root computed from the document, 64 hex digits
 * @param keyId the key that the document names, "" if it is not signed
 * @param finding what was found
 */
public record DocumentCheck(String number, String root, String keyId, Finding finding) {

    /** What was found. */
    public enum Finding {
        /** Root and signature are those of the document. */
        GOOD,
        /** The document has no manifest, or one of a construction that is not known here. */
        UNSIGNED,
        /** The document is not what the root stands for: something in it was changed. */
        CHANGED,
        /** The manifest names another key than the one that was given. */
        OTHER_KEY,
        /** The root is the document's, but the key did not sign it. */
        BAD_SIGNATURE
    }

    /**
     * Checks a document.
     *
     * @param document its JSON, in any layout
     * @param key the key of who made it
     * @throws IllegalArgumentException if the bytes are not a JSON object
     */
    public static DocumentCheck of(byte[] document, PublicKey key) {
        JsonNode read = read(document);
        String root = DocumentTree.root(read);
        JsonNode manifest = read.path("manifest");
        return new DocumentCheck(
                read.path("number").asText(""), root, manifest.path("keyId").asText(""), finding(manifest, root, key));
    }

    /** The key that a document names, if it is signed. */
    public static Optional<String> keyNamedBy(byte[] document) {
        return Optional.ofNullable(read(document).path("manifest").path("keyId").textValue());
    }

    private static Finding finding(JsonNode manifest, String root, PublicKey key) {
        if (!manifest.path("method").asText("").equals(DocumentTree.METHOD)
                || manifest.path("signature").asText("").isEmpty()) {
            return Finding.UNSIGNED;
        }
        if (!manifest.path("root").asText("").equals(root)) {
            return Finding.CHANGED;
        }
        if (!manifest.path("keyId").asText("").equals(SigningKeys.idOf(key))) {
            return Finding.OTHER_KEY;
        }
        return SigningKeys.isGood(
                        key,
                        DocumentTree.toSign(top(manifest, root)),
                        manifest.path("signature").asText())
                ? Finding.GOOD
                : Finding.BAD_SIGNATURE;
    }

    /** A path that is none leads nowhere, so that no signature fits. */
    private static String top(JsonNode manifest, String root) {
        List<String> path = new ArrayList<>();
        manifest.path("path").forEach(step -> path.add(step.asText()));
        try {
            return DocumentTree.top(root, path);
        } catch (IllegalArgumentException broken) {
            return "";
        }
    }

    private static JsonNode read(byte[] document) {
        try {
            JsonNode read = Json.MAPPER.readTree(document);
            if (!read.isObject()) {
                throw new IllegalArgumentException("the file is not a JSON object");
            }
            return read;
        } catch (IOException broken) {
            throw new IllegalArgumentException("the file is not JSON: " + broken.getMessage(), broken);
        }
    }
}
