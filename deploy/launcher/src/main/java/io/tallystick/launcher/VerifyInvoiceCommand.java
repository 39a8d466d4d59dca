package io.tallystick.launcher;

import io.tallystick.schemas.manifest.DocumentCheck;
import io.tallystick.schemas.manifest.SigningKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks a document without any service: root over every line, signature over the root. */
@Command(
        name = "verify-invoice",
        mixinStandardHelpOptions = true,
        description = "Checks offline that an invoice or a credit note is what was signed, to the last digit.")
final class VerifyInvoiceCommand implements Callable<Integer> {
    @Parameters(paramLabel = "<file>", description = "The JSON of the document, as GET /v1/invoices/{id} answers it.")
    private Path file;

    @Option(
            names = "--key",
            description =
                    "PEM with the public key of who made it (GET /v1/signing-keys); the key of this home unless given.")
    private Path key;

    @Option(names = "--json", description = "Prints the answer as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        DocumentCheck check = check(read(file, "invoice"), publicKey());
        if (json) {
            System.out.println(Json.pretty(Map.of(
                    "number", check.number(),
                    "root", check.root(),
                    "keyId", check.keyId(),
                    "finding", check.finding().name().toLowerCase(Locale.ROOT))));
        } else {
            System.out.println(check.number() + ": " + sentence(check));
            System.out.println("root " + check.root());
        }
        return check.finding() == DocumentCheck.Finding.GOOD ? 0 : 1;
    }

    private static DocumentCheck check(byte[] document, PublicKey key) {
        try {
            return DocumentCheck.of(document, key);
        } catch (IllegalArgumentException broken) {
            throw new Refusal("invalid_document", "This is no document: " + broken.getMessage() + ".");
        }
    }

    private PublicKey publicKey() {
        Path from = key == null ? Home.fromSystemProperties().documentKey() : key;
        if (key == null && !Files.exists(from)) {
            throw new Refusal(
                    "no_key",
                    "This home has no key that signs documents; give the public key of who made the invoice with --key.");
        }
        try {
            return SigningKeys.publicKey(new String(read(from, "key"), StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException broken) {
            throw new Refusal("invalid_key", "The file " + from + " holds no public key: " + broken.getMessage() + ".");
        }
    }

    private static byte[] read(Path file, String what) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new Refusal("unreadable_file", "The file " + file + " with the " + what + " cannot be read.");
        }
    }

    private static String sentence(DocumentCheck check) {
        return switch (check.finding()) {
            case GOOD -> "good, signed by key " + check.keyId();
            case UNSIGNED -> "not signed: the document carries no signature";
            case CHANGED -> "CHANGED: the document is not the one that was signed";
            case OTHER_KEY -> "signed by key " + check.keyId() + ", not by the key that was given";
            case BAD_SIGNATURE -> "FORGED: the signature is not that of key " + check.keyId();
        };
    }
}
