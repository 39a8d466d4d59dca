package io.tallystick.web.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.tallystick.schemas.id.Uuid7;
import io.tallystick.schemas.problem.Problem;
import io.tallystick.schemas.problem.ProblemException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every failure of a request becomes one {@code application/problem+json}; see {@link Problem} for its fields. */
@Singleton
public class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    private final Uuid7 ids;
    private final CurrentVertxRequest requests;

    ProblemMappers(Uuid7 ids, CurrentVertxRequest requests) {
        this.ids = ids;
        this.requests = requests;
    }

    /** A refusal of our own. */
    @ServerExceptionMapper
    public Response map(ProblemException refusal) {
        return Problems.response(refusal.problem());
    }

    /** JSON that does not fit what was asked for. */
    @ServerExceptionMapper
    public Response map(JsonProcessingException misfit) {
        return Problems.response(JsonProblems.of(misfit));
    }

    /** The same; the framework has an answer of its own for this one, which only the very class displaces. */
    @ServerExceptionMapper
    public Response map(MismatchedInputException misfit) {
        return Problems.response(JsonProblems.of(misfit));
    }

    /** What the HTTP layer refuses: no such path, method, media type, a body that is too large. */
    @ServerExceptionMapper
    public Response map(WebApplicationException refusal, UriInfo uri, Request request, HttpHeaders headers) {
        if (refusal.getCause() instanceof JsonProcessingException misfit) {
            return map(misfit);
        }
        if (refusal.getCause() instanceof ProblemException problem) {
            return map(problem);
        }
        return Problems.response(HttpProblems.of(
                refusal.getResponse().getStatus(),
                request.getMethod(),
                uri.getPath(),
                headers.getHeaderString(HttpHeaders.CONTENT_TYPE)));
    }

    /** What nobody foresaw: the caller gets an id, the log the cause under the same id. A caller that hung up gets nothing. */
    @ServerExceptionMapper
    public Response map(Throwable unexpected, UriInfo uri, Request request) {
        if (hasHungUp(unexpected)) {
            LOG.debugf("The caller of %s %s hung up", request.getMethod(), uri.getPath());
            return Problems.response(Problem.of(400, "bad_request", "the request ended before its body did"));
        }
        return Problems.response(unexpected(unexpected, request.getMethod(), uri.getPath()));
    }

    /** The same for a route that is no resource: writes the cause to the log and gives what the caller reads. */
    public Problem unexpected(Throwable cause, String method, String path) {
        String incident = ids.next().toString();
        LOG.errorf(cause, "Incident %s at %s %s", incident, method, path);
        return Problem.of(500, "internal_error", "an unexpected error, written to the log as incident " + incident);
    }

    /** Its connection is closed, and the failure is of a connection: what else failed meanwhile is still ours to know. */
    private boolean hasHungUp(Throwable unexpected) {
        RoutingContext call = requests.getCurrent();
        if (call == null || !call.response().closed()) {
            return false;
        }
        for (Throwable cause = unexpected; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException || cause instanceof HttpClosedException) {
                return true;
            }
        }
        return false;
    }
}
