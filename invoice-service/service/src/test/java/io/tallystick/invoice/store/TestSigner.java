package io.tallystick.invoice.store;

import io.tallystick.invoice.assembly.Signer;
import io.tallystick.schemas.manifest.SigningKeys;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;

/** A key for one test. */
final class TestSigner implements Signer {
    final KeyPair keys;

    TestSigner() {
        try {
            keys = KeyPairGenerator.getInstance(SigningKeys.ALGORITHM).generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String keyId() {
        return SigningKeys.idOf(keys.getPublic());
    }

    @Override
    public String sign(byte[] said) {
        return SigningKeys.sign(keys.getPrivate(), said);
    }
}
