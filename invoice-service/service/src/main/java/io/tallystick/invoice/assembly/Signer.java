package io.tallystick.invoice.assembly;

import io.tallystick.schemas.manifest.DocumentTree;
import java.util.ArrayList;
import java.util.List;

/** Signs documents in batches: one signature stands for all of them. */
public interface Signer {

    /** The key, or null if this installation has none: manifests then carry the root alone. */
    String keyId();

    /** Ed25519 in Base64; never called without a key. */
    String sign(byte[] said);

    /** The manifests of documents with these roots, in their order. */
    default List<Manifest> manifests(List<String> roots) {
        if (roots.isEmpty()) {
            return List.of();
        }
        DocumentTree.Batch batch = DocumentTree.batch(roots);
        String signature = keyId() == null ? null : sign(DocumentTree.toSign(batch.top()));
        List<Manifest> manifests = new ArrayList<>(roots.size());
        for (int i = 0; i < roots.size(); i++) {
            manifests.add(new Manifest(
                    DocumentTree.METHOD, roots.get(i), batch.paths().get(i), keyId(), signature));
        }
        return manifests;
    }
}
