package io.tallystick.invoice.http;

import io.tallystick.invoice.app.PublicKeys;
import io.tallystick.schemas.manifest.SigningKeys;
import io.tallystick.web.page.Page;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The public key that checks documents; for everybody, because that is its use. */
@Path("/v1/signing-keys")
@Produces(MediaType.APPLICATION_JSON)
@PermitAll
@Tag(name = "Invoices")
class SigningKeyResource {
    private final PublicKeys keys;

    SigningKeyResource(PublicKeys keys) {
        this.keys = keys;
    }

    /**
     * A public key.
     *
     * @param id as manifests name it
     * @param algorithm always {@code Ed25519}
     * @param pem the key
     */
    record Key(String id, String algorithm, String pem) {}

    @GET
    @Operation(summary = "Show the public key with which invoices and credit notes are checked offline")
    public Page<Key> list() {
        List<Key> present = keys
                .present()
                .map(key -> new Key(SigningKeys.idOf(key), SigningKeys.ALGORITHM, SigningKeys.pem(key)))
                .stream()
                .toList();
        return new Page<>(present, Optional.empty());
    }
}
