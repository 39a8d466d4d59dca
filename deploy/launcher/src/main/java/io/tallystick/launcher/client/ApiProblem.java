package io.tallystick.launcher.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;

/**
 * A service refused a request, or could not be reached. The message is one plain line: what happened, to which field, and the code that
 * stands in the documentation.
 */
public final class ApiProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The status when no service answered. */
    public static final int NO_ANSWER = 0;

    private final int status;
    private final String code;
    private final transient JsonNode body;
    private final transient Duration retryAfter;

    private ApiProblem(int status, String code, String line, JsonNode body, Duration retryAfter, Throwable cause) {
        super(line, cause);
        this.status = status;
        this.code = code;
        this.body = body;
        this.retryAfter = retryAfter;
    }

    /** From an answer that is not a success. */
    static ApiProblem of(int status, JsonNode body, Duration retryAfter) {
        String code = body.path("code").asText("http_" + status);
        StringBuilder line =
                new StringBuilder(body.path("detail").asText("the service answered with status " + status));
        for (JsonNode error : body.path("errors")) {
            line.append("; ").append(error.path("pointer").asText("?"));
            if (error.hasNonNull("value")) {
                line.append(" is \"").append(error.get("value").asText()).append('"');
            }
            line.append(": ")
                    .append(error.path("rule").asText(error.path("code").asText()));
        }
        String text = line.append(" (").append(code).append(')').toString().replace('\n', ' ');
        return new ApiProblem(status, code, text, body, retryAfter, null);
    }

    /** When there was no answer at all. */
    static ApiProblem unreachable(String base, Exception cause) {
        String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        String line = "No answer from " + base + ": " + why + ". Is it up? ./tally status says so. (unreachable)";
        return new ApiProblem(NO_ANSWER, "unreachable", line, MissingNode.getInstance(), Duration.ofSeconds(1), cause);
    }

    /** When waiting for something that the services do came to nothing. */
    public static ApiProblem local(String code, String detail) {
        return new ApiProblem(-1, code, detail + " (" + code + ")", MissingNode.getInstance(), Duration.ZERO, null);
    }

    /** The HTTP status, {@link #NO_ANSWER} if nobody answered. */
    public int status() {
        return status;
    }

    /** The stable reason, such as {@code unknown_customer}. */
    public String code() {
        return code;
    }

    /** The problem document; a missing node if nobody answered. */
    public JsonNode body() {
        return body;
    }

    /** Whether the same request can succeed later: the log or the service is away, or too busy. */
    public boolean passing() {
        return status == NO_ANSWER || status == 429 || status == 502 || status == 503 || status == 504;
    }

    /** How long to wait before the next attempt. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
