package io.tallystick.invoice.config;

import io.tallystick.invoice.app.PublicKeys;
import io.tallystick.invoice.assembly.Signer;
import io.tallystick.schemas.manifest.SigningKeys;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The key that signs documents, in a file that its owner alone can read; made at the first start. Processes that make invoices
 * for one installation share the file. Without a place for it documents carry their root and no signature.
 */
@Singleton
class SigningKey implements Signer, PublicKeys {
    private static final Logger LOG = Logger.getLogger(SigningKey.class);
    private static final String BESIDE = "document-signing-key.pem";

    private final SecureRandom random;
    private final Optional<Kept> kept;

    private record Kept(PrivateKey secret, PublicKey open) {}

    SigningKey(
            InvoiceSettings settings,
            SecureRandom random,
            @ConfigProperty(name = "tally.access.bootstrap-key-file") Optional<String> operatorKey) {
        this.random = random;
        Optional<Path> file = settings.signingKeyFile()
                .filter(name -> !name.isBlank())
                .map(Path::of)
                .or(() -> operatorKey
                        .filter(name -> !name.isBlank())
                        .map(name -> Path.of(name).resolveSibling(BESIDE)));
        this.kept = file.map(this::read);
        if (kept.isEmpty()) {
            LOG.warn("Invoices are not signed: tally.invoice.signing-key-file says no place for the key.");
        }
    }

    private Kept read(Path path) {
        try {
            if (!Files.exists(path)) {
                KeyPair made = made();
                PrivateFile.write(path, SigningKeys.pem(made.getPrivate()) + SigningKeys.pem(made.getPublic()));
                LOG.infof("The key that signs documents was made; it is in %s", path);
            }
            String pem = Files.readString(path);
            return new Kept(SigningKeys.privateKey(pem), SigningKeys.publicKey(pem));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(
                    "The key that signs documents cannot be kept in " + path + ": " + unreadable.getMessage(),
                    unreadable);
        } catch (IllegalArgumentException broken) {
            throw new IllegalStateException(
                    "The file " + path + " holds no key that signs documents: " + broken.getMessage(), broken);
        }
    }

    private KeyPair made() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(SigningKeys.ALGORITHM);
            generator.initialize(java.security.spec.NamedParameterSpec.ED25519, random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has Ed25519", impossible);
        }
    }

    @Override
    public String keyId() {
        return kept.map(key -> SigningKeys.idOf(key.open())).orElse(null);
    }

    @Override
    public String sign(byte[] said) {
        return SigningKeys.sign(kept.orElseThrow().secret(), said);
    }

    @Override
    public Optional<PublicKey> present() {
        return kept.map(Kept::open);
    }
}
