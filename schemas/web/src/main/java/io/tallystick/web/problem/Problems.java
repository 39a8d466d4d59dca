package io.tallystick.web.problem;

import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.problem.Problem;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** Problems as HTTP answers. */
public final class Problems {
    /** The media type of RFC 9457. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private Problems() {}

    /** The whole answer. */
    public static Response response(Problem problem) {
        return builder(problem).build();
    }

    /** The answer, open for further headers; 429 and 503 say that a second later is early enough. */
    public static Response.ResponseBuilder builder(Problem problem) {
        Response.ResponseBuilder answer =
                Response.status(problem.status()).type(MEDIA_TYPE).entity(Json.bytes(problem));
        if (problem.status() == TOO_MANY_REQUESTS || problem.status() == UNAVAILABLE) {
            answer.header(HttpHeaders.RETRY_AFTER, 1);
        }
        return answer;
    }

    /** A value of the caller, short enough to be repeated to it. */
    public static String shorten(String value) {
        return value.length() <= 80 ? value : value.substring(0, 80) + "…";
    }
}
