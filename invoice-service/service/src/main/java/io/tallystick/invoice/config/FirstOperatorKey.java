package io.tallystick.invoice.config;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import io.tallystick.invoice.app.AccessKeys;
import io.tallystick.web.access.AccessKeyTable;
import io.tallystick.web.access.Credential;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Makes the first operator key when no good one exists. With {@code tally.access.bootstrap-key-file} the credential is written to
 * that file (readable by its owner alone) before the database learns of it, so that a crash in between leaves a file whose
 * credential the next start uses. Without it the credential is printed once.
 */
@ApplicationScoped
class FirstOperatorKey {
    private static final Logger LOG = Logger.getLogger(FirstOperatorKey.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long LOOK_MILLIS = 10;

    private final AccessKeys keys;
    private final AccessKeyTable table;
    private final SecureRandom random;
    private final Optional<Path> file;
    private Optional<AccessKeys.Secret> made = Optional.empty();

    FirstOperatorKey(
            AccessKeys keys,
            AccessKeyTable table,
            SecureRandom random,
            @ConfigProperty(name = "tally.access.bootstrap-key-file") Optional<String> file) {
        this.keys = keys;
        this.table = table;
        this.random = random;
        this.file = file.filter(name -> !name.isBlank()).map(Path::of);
    }

    void start(@Observes @Priority(4_000) StartupEvent event) throws Throwable {
        made = VertxContextSupport.subscribeAndAwait(() -> keys.bootstrap(taken -> Wiring.secret(credential(taken))));
        made.ifPresent(this::tell);
    }

    /**
     * After the work that announces it has begun: who reads the credential and asks as soon as the services are ready must not be
     * refused because the log has not brought the key back yet. A log that does not answer delays the start by ten seconds.
     */
    void awaitKnown(@Observes @Priority(6_000) StartupEvent event) throws InterruptedException {
        if (made.isPresent()) {
            String header = "Bearer " + made.get().text();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (table.caller(header).isEmpty() && System.nanoTime() < deadline) {
                Thread.sleep(LOOK_MILLIS);
            }
        }
    }

    private Credential credential(boolean another) {
        return file.map(path -> kept(path, another)).orElseGet(() -> Credential.make(random));
    }

    private Credential kept(Path path, boolean another) {
        try {
            if (!another && Files.exists(path)) {
                String text = Files.readString(path).strip();
                return Credential.parse(text)
                        .orElseThrow(() -> new IllegalStateException("The file " + path
                                + " holds no credential of the form tk_<id>_<secret>; delete it to get a new one."));
            }
            Credential made = Credential.make(random);
            PrivateFile.write(path, made.text() + "\n");
            return made;
        } catch (IOException unwritable) {
            throw new UncheckedIOException(
                    "The first operator key cannot be kept in " + path + ": " + unwritable.getMessage(), unwritable);
        }
    }

    private void tell(AccessKeys.Secret made) {
        if (file.isPresent()) {
            LOG.infof("The first operator key %s was made; its credential is in %s", made.id(), file.get());
        } else {
            LOG.infof("The first operator key was made. Keep it, it is not shown again: %s", made.text());
        }
    }
}
