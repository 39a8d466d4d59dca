package io.tallystick.invoice.app;

import java.security.PublicKey;
import java.util.Optional;

/** The public half of the key that signs documents, for whoever checks them. */
@FunctionalInterface
public interface PublicKeys {

    /** The key that signs now; empty if this installation signs nothing. */
    Optional<PublicKey> present();
}
