package io.tallystick.ingest.http;

import io.tallystick.ingest.app.LogUnavailableException;
import io.tallystick.ingest.app.NotReadyException;
import io.tallystick.ingest.model.MalformedBatchException;
import io.tallystick.schemas.problem.Problem;
import io.tallystick.web.problem.Problems;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What a sender reads when a whole request failed; in each case nothing of it was acknowledged. */
@Singleton
public class IntakeProblems {
    /** The log did not answer in time. */
    @ServerExceptionMapper
    public Response map(LogUnavailableException unavailable) {
        return Problems.response(
                Problem.of(
                        503,
                        "log_unavailable",
                        "the log did not acknowledge in time; send the same request again, what was written already counts once"));
    }

    /** The service has just started. */
    @ServerExceptionMapper
    public Response map(NotReadyException early) {
        return Problems.response(Problem.of(503, "not_ready", early.getMessage() + "; try again in a second"));
    }

    /** The body cannot be split into events. */
    @ServerExceptionMapper
    public Response map(MalformedBatchException malformed) {
        return Problems.response(
                malformed.tooMany()
                        ? Problem.of(413, "too_many_events", malformed.getMessage() + "; send smaller batches")
                        : Problem.of(400, "malformed_json", malformed.getMessage()));
    }
}
