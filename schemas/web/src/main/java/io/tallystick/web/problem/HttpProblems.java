package io.tallystick.web.problem;

import io.tallystick.schemas.problem.Problem;

/** The words for what the HTTP layer refuses by a status alone. */
final class HttpProblems {
    private HttpProblems() {}

    static Problem of(int status, String method, String path, String contentType) {
        String shown = Problems.shorten(path);
        return switch (status) {
            case 400 -> Problem.of(400, "bad_request", "the request to " + shown + " cannot be read");
            case 404 -> Problem.of(404, "not_found", "there is nothing at " + shown);
            case 405 -> Problem.of(405, "method_not_allowed", method + " is not possible at " + shown);
            case 406 -> Problem.of(406, "not_acceptable", shown + " has no form that the Accept header asks for");
            case 413 -> Problem.of(413, "body_too_large", "the body is larger than this server takes");
            case 414 -> Problem.of(414, "uri_too_long", "the address is longer than this server takes");
            case 415 ->
                Problem.of(
                        415,
                        "unsupported_media_type",
                        shown + " takes no body of type " + (contentType == null ? "(none)" : contentType));
            case 431 -> Problem.of(431, "headers_too_large", "the headers are larger than this server takes");
            case 503 -> Problem.of(503, "unavailable", "the server cannot answer now");
            default ->
                Problem.of(
                        status,
                        status < 500 ? "refused" : "failed",
                        method + " " + shown + " was answered with status " + status);
        };
    }
}
