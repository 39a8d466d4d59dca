package io.tallystick.web.runtime;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import net.jpountz.lz4.LZ4Factory;
import org.jboss.logging.Logger;

/**
 * Lets records be compressed by the native LZ4. The library takes it by itself only where its classes come from the class path of the
 * JVM, and here they come from the loader of the application server: then it compresses in Java, at several times the processor
 * time, unless somebody has loaded the native one before.
 */
@Singleton
class NativeCompression {
    private static final Logger LOG = Logger.getLogger(NativeCompression.class);

    /** Before the first producer. */
    void load(@Observes @Priority(1) StartupEvent event) {
        try {
            LOG.debugf("Records are compressed by %s", LZ4Factory.nativeInstance());
        } catch (LinkageError | RuntimeException unavailable) {
            LOG.infof("There is no native LZ4 here, records are compressed in Java: %s", unavailable.toString());
        }
    }
}
