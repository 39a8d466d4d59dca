package io.tallystick.schemas.manifest;

import io.tallystick.schemas.id.Sha256;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** Ed25519 as manifests use it: keys as PEM, signatures as Base64, a key named by the SHA-256 of its public half. */
public final class SigningKeys {
    /** The algorithm, as the Java platform calls it. */
    public static final String ALGORITHM = "Ed25519";

    private static final int ID_BYTES = 8;

    private SigningKeys() {}

    /** Signs; the same bytes and key give the same signature. */
    public static String sign(PrivateKey key, byte[] said) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(said);
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has Ed25519", impossible);
        }
    }

    /** Whether a signature is that of a key over these bytes; anything that is no signature is not. */
    public static boolean isGood(PublicKey key, byte[] said, String signed) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(said);
            return signature.verify(Base64.getDecoder().decode(signed));
        } catch (GeneralSecurityException | IllegalArgumentException notOne) {
            return false;
        }
    }

    /** 16 hex digits that name a key. */
    public static String idOf(PublicKey key) {
        return HexFormat.of().formatHex(Arrays.copyOf(Sha256.of(key.getEncoded()), ID_BYTES));
    }

    /** A public key as PEM. */
    public static String pem(PublicKey key) {
        return pem("PUBLIC KEY", key.getEncoded());
    }

    /** A private key as PEM. */
    public static String pem(PrivateKey key) {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    /**
     * The public key in a text: the first block {@code PUBLIC KEY}.
     *
     * @throws IllegalArgumentException if there is none, or not one of Ed25519
     */
    public static PublicKey publicKey(String pem) {
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(block(pem, "PUBLIC KEY")));
        } catch (GeneralSecurityException broken) {
            throw new IllegalArgumentException("the block PUBLIC KEY is not a key of Ed25519", broken);
        }
    }

    /**
     * The private key in a text: the first block {@code PRIVATE KEY}.
     *
     * @throws IllegalArgumentException if there is none, or not one of Ed25519
     */
    public static PrivateKey privateKey(String pem) {
        try {
            return KeyFactory.getInstance(ALGORITHM)
                    .generatePrivate(new PKCS8EncodedKeySpec(block(pem, "PRIVATE KEY")));
        } catch (GeneralSecurityException broken) {
            throw new IllegalArgumentException("the block PRIVATE KEY is not a key of Ed25519", broken);
        }
    }

    private static String pem(String kind, byte[] encoded) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getEncoder().encodeToString(encoded) + "\n-----END " + kind
                + "-----\n";
    }

    private static byte[] block(String pem, String kind) {
        String begin = "-----BEGIN " + kind + "-----";
        int from = pem.indexOf(begin);
        int to = pem.indexOf("-----END " + kind + "-----");
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("there is no block " + kind);
        }
        return Base64.getMimeDecoder()
                .decode(pem.substring(from + begin.length(), to).strip());
    }
}
