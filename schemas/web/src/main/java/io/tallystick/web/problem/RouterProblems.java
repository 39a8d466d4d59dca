package io.tallystick.web.problem;

import io.quarkus.runtime.configuration.MemorySize;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.problem.Problem;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Failures before a resource is reached, such as a body over the limit, look like all others. */
@ApplicationScoped
class RouterProblems {
    private static final long LINGER_MILLIS = 500;

    private final long largestBody;

    RouterProblems(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize largestBody) {
        this.largestBody = largestBody.asLongValue();
    }

    void install(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).handler(this::refuseLargeBody).failureHandler(RouterProblems::answer);
    }

    /** Before the framework does, whose answer has no body; one that is sent in chunks is left to it. */
    private void refuseLargeBody(RoutingContext context) {
        String length = context.request().getHeader("Content-Length");
        if (length != null && isOver(length)) {
            context.response().putHeader("Connection", "close");
            write(context, 413);
            // What still comes is thrown away for a moment: closed at once, the connection would take the answer with
            // it.
            context.request().resume();
            context.vertx()
                    .setTimer(LINGER_MILLIS, _ -> context.request().connection().close());
        } else {
            context.next();
        }
    }

    private boolean isOver(String length) {
        // The HTTP parser lets digits through alone; more of them than a long has are too many in any case.
        return length.length() > 18 || Long.parseLong(length) > largestBody;
    }

    private static void answer(RoutingContext context) {
        if (context.failure() != null
                || context.statusCode() < 400
                || context.response().ended()) {
            context.next();
        } else {
            write(context, context.statusCode());
        }
    }

    private static void write(RoutingContext context, int status) {
        Problem problem = HttpProblems.of(
                status,
                context.request().method().name(),
                context.normalizedPath(),
                context.request().getHeader("Content-Type"));
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", Problems.MEDIA_TYPE)
                .end(Buffer.buffer(Json.bytes(problem)));
    }
}
