package io.tallystick.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("integration")
@QuarkusTest
@QuarkusTestResource(value = TallyResources.class, restrictToAnnotatedClass = true)
class TallyResourcesTest {
    @Inject
    Pool pool;

    @Inject
    @Channel("out")
    MutinyEmitter<String> out;

    @Inject
    Sink sink;

    @Test
    void the_application_is_connected_to_both() throws InterruptedException {
        out.sendAndAwait("hello");
        assertEquals("hello", sink.next());
        String role = pool.query("SELECT current_user::text")
                .execute()
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getString(0);
        assertEquals("billing", role);
    }

    @ApplicationScoped
    static class Sink {
        private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

        @Incoming("in")
        void accept(String value) {
            received.add(value);
        }

        String next() throws InterruptedException {
            return received.poll(20, TimeUnit.SECONDS);
        }
    }
}
