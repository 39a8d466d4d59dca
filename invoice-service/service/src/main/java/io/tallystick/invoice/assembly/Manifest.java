package io.tallystick.invoice.assembly;

import java.util.List;

/**
 * How a document proves itself: the root of the digest tree over its head and its lines, signed. Every line carries count and
 * digest of the events behind it, so that the root stands for them too. See {@code io.tallystick.schemas.manifest.DocumentTree}.
 *
 * @param method the name of the construction
 * @param root 64 hex digits; stands on the printed document too
 * @param path from the root to the top of the documents that were signed together; empty for one alone
 * @param keyId the key that signed, see {@code GET /v1/signing-keys}
 * @param signature Ed25519 over the top, Base64
 */
public record Manifest(String method, String root, List<String> path, String keyId, String signature) {
    /** Copies the path. */
    public Manifest {
        path = path == null ? List.of() : List.copyOf(path);
    }
}
