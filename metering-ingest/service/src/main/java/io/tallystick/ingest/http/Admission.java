package io.tallystick.ingest.http;

import io.tallystick.schemas.problem.Problem;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Lets a request in before its body is read, if its bytes fit into the {@link Budget}; otherwise 429. They are given back when its
 * answer is written or its connection is lost. A body that is sent in chunks counts as the largest possible one: nobody knows
 * its length yet.
 */
@ApplicationScoped
class Admission {
    private static final String HELD = "tally.ingest.held";
    /** After the check of the length, before everything that reads. */
    static final int EARLY = -1_000_000;

    private final Budget budget;
    private final long largest;

    Admission(Budget budget, @ConfigProperty(name = "tally.ingest.max-batch-bytes") long largest) {
        this.budget = budget;
        this.largest = largest;
    }

    void install(@Observes Router router) {
        router.post(EventsResource.PATH).order(EARLY).handler(this::admit);
    }

    private void admit(RoutingContext context) {
        String length = context.request().getHeader("Content-Length");
        long bytes = length == null ? largest : Long.parseLong(length);
        if (!budget.take(bytes)) {
            Answer.send(overloaded(), context.response());
            return;
        }
        Held held = new Held(bytes);
        context.put(HELD, held);
        // Comes when the answer is written and also when the connection is lost.
        context.addEndHandler(_ -> budget.giveBack(held.releaseAll()));
        context.next();
    }

    /**
     * Takes more for a request that is in work, such as for its inflated body.
     *
     * @return whether it fits
     */
    boolean takeMore(RoutingContext context, long bytes) {
        Held held = context.get(HELD);
        if (!budget.take(bytes)) {
            return false;
        }
        if (!held.add(bytes)) {
            budget.giveBack(bytes);
        }
        return true;
    }

    static Problem overloaded() {
        return Problem.of(
                429, "overloaded", "too many bytes are in work; nothing was accepted, send it again in a second");
    }

    /** The bytes of one request; negative once they were given back. */
    private static final class Held {
        private static final long RELEASED = -1;

        private final AtomicLong bytes;

        Held(long bytes) {
            this.bytes = new AtomicLong(bytes);
        }

        boolean add(long more) {
            return bytes.getAndUpdate(held -> held == RELEASED ? RELEASED : held + more) != RELEASED;
        }

        long releaseAll() {
            return Math.max(0, bytes.getAndSet(RELEASED));
        }
    }
}
