package io.tallystick.ingest.http;

import io.tallystick.ingest.app.LogUnavailableException;
import io.tallystick.ingest.app.NotReadyException;
import io.tallystick.ingest.model.MalformedBatchException;
import io.tallystick.schemas.problem.Problem;
import io.tallystick.web.problem.Problems;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What a sender reads when a whole request failed; in each case nothing of it was acknowledged. */
@Singleton
public class IntakeProblems {
    /** The log did not answer in time. */
    @ServerExceptionMapper
    public Response map(LogUnavailableException unavailable) {
        return response(unavailable);
    }

    /** The service has just started. */
    @ServerExceptionMapper
    public Response map(NotReadyException early) {
        return response(early);
    }

    /** The body cannot be split into events. */
    @ServerExceptionMapper
    public Response map(MalformedBatchException malformed) {
        return response(malformed);
    }

    /** What a failure means to the sender; empty if nobody foresaw it. */
    static Optional<Problem> of(Throwable failure) {
        return switch (failure) {
            case LogUnavailableException _ ->
                Optional.of(
                        Problem.of(
                                503,
                                "log_unavailable",
                                "the log did not acknowledge in time; send the same request again, what was written already counts once"));
            case NotReadyException early ->
                Optional.of(Problem.of(503, "not_ready", early.getMessage() + "; try again in a second"));
            case MalformedBatchException malformed ->
                Optional.of(
                        malformed.tooMany()
                                ? Problem.of(413, "too_many_events", malformed.getMessage() + "; send smaller batches")
                                : Problem.of(400, "malformed_json", malformed.getMessage()));
            default -> Optional.empty();
        };
    }

    private static Response response(Throwable failure) {
        return Problems.response(of(failure).orElseThrow());
    }
}
