package io.tallystick.ingest.http;

import io.tallystick.schemas.access.AccessKey.Role;
import io.tallystick.web.access.AccessKeyTable;
import io.tallystick.web.access.CallerIdentity;
import io.tallystick.web.problem.ProblemMappers;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Takes the requests that are as nearly all are, without what {@link EventsResource} needs for the others: events in one of the plain
 * media types, of known length, not compressed, with a good key as bearer. Whatever else a request may be, and whatever is wrong
 * with its head, is not decided here: then it goes on to the resource. So there is one judge of who may send and of what carries
 * events, and both ways answer alike.
 */
@ApplicationScoped
class ShortWay {
    /** After the room for its bytes was taken, before everything that the resource needs. */
    private static final int NEXT = Admission.EARLY + 1;

    /** Some dozens of events, a fraction of a millisecond: waking a worker takes as long as reading one event. */
    private static final int MOST_SMALL_BYTES = 8_192;

    private final Reception reception;
    private final AccessKeyTable keys;
    private final ProblemMappers problems;
    private final ExecutorService workers;
    private final SharedWorker small;
    private final int largestBatch;
    private final int mostEvents;

    ShortWay(
            Reception reception,
            AccessKeyTable keys,
            ProblemMappers problems,
            ExecutorService workers,
            @ConfigProperty(name = "tally.ingest.max-batch-bytes") int largestBatch,
            @ConfigProperty(name = "tally.ingest.max-batch-events") int mostEvents) {
        this.reception = reception;
        this.keys = keys;
        this.problems = problems;
        this.workers = workers;
        this.small = new SharedWorker(workers);
        this.largestBatch = largestBatch;
        this.mostEvents = mostEvents;
    }

    void install(@Observes Router router) {
        router.post(EventsResource.PATH).order(NEXT).handler(this::receive);
    }

    private void receive(RoutingContext context) {
        HttpServerRequest request = context.request();
        int length = length(request);
        Optional<Mode> mode = Mode.plain(request.getHeader("Content-Type"));
        Optional<Answer.Listing> listing = listing(request.query());
        if (length == 0 || mode.isEmpty() || listing.isEmpty() || asksForMore(request)) {
            context.next();
            return;
        }
        Optional<CallerIdentity> sender = sender(request);
        if (sender.isEmpty()) {
            context.next();
            return;
        }
        Request whole = new Request(context, sender.get().customerId(), mode.get(), listing.get(), new byte[length]);
        // A handler alone would let the body flow before there is one for its end.
        request.pause();
        request.handler(whole::read);
        Executor worker = length <= MOST_SMALL_BYTES ? small : workers;
        request.endHandler(_ -> worker.execute(whole::take));
        // Its room is given back when the answer ends, here by the connection.
        request.exceptionHandler(_ -> {});
        request.resume();
    }

    /** What it takes to know how much will come, or 0. */
    private int length(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        if (length == null || length.length() > 9 || request.version() == HttpVersion.HTTP_2) {
            return 0;
        }
        int bytes = Integer.parseInt(length);
        return bytes > largestBatch ? 0 : bytes;
    }

    private static Optional<Answer.Listing> listing(String query) {
        if (query == null) {
            return Optional.of(Answer.Listing.DEFAULT);
        }
        return switch (query) {
            case "results=refused" -> Optional.of(Answer.Listing.REFUSED);
            case "results=all" -> Optional.of(Answer.Listing.ALL);
            default -> Optional.empty();
        };
    }

    /** Compressed, from a page, or with a wish that has to be looked at. */
    private static boolean asksForMore(HttpServerRequest request) {
        String accept = request.getHeader("Accept");
        return request.getHeader("Content-Encoding") != null
                || request.getHeader("Expect") != null
                || request.getHeader("Origin") != null
                || !(accept == null || accept.equals("*/*") || accept.equals("application/json"));
    }

    private Optional<CallerIdentity> sender(HttpServerRequest request) {
        String authorization = request.getHeader("Authorization");
        return authorization == null
                ? Optional.empty()
                : keys.caller(authorization)
                        .filter(caller -> caller.role() == Role.INGEST || caller.role() == Role.OPERATOR);
    }

    private final class Request {
        private final RoutingContext context;
        private final Optional<String> onlyCustomer;
        private final Mode mode;
        private final Answer.Listing listing;
        private final byte[] body;
        private int filled;

        Request(RoutingContext context, Optional<String> onlyCustomer, Mode mode, Answer.Listing listing, byte[] body) {
            this.context = context;
            this.onlyCustomer = onlyCustomer;
            this.mode = mode;
            this.listing = listing;
            this.body = body;
        }

        void read(Buffer chunk) {
            chunk.getBytes(body, filled);
            filled += chunk.length();
        }

        void take() {
            try {
                reception
                        .take(onlyCustomer, listing, () -> mode.split(body, mostEvents))
                        .whenComplete((answer, failure) -> {
                            if (failure == null) {
                                answer.send(context.response());
                            } else {
                                fail(failure instanceof CompletionException ? failure.getCause() : failure);
                            }
                        });
            } catch (RuntimeException refused) {
                fail(refused);
            }
        }

        private void fail(Throwable failure) {
            HttpServerRequest request = context.request();
            Answer.send(
                    IntakeProblems.of(failure)
                            .orElseGet(() -> problems.unexpected(
                                    failure, request.method().name(), request.path())),
                    context.response());
        }
    }
}
