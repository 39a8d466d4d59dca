package io.tallystick.web.problem;

import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.problem.Problem;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Failures before a resource is reached, such as a body over the limit, look like all others. */
@ApplicationScoped
class RouterProblems {
    void install(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(RouterProblems::answer);
    }

    private static void answer(RoutingContext context) {
        int status = context.statusCode();
        if (context.failure() != null || status < 400 || context.response().ended()) {
            context.next();
            return;
        }
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
