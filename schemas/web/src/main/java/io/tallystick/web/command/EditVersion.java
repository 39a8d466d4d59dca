package io.tallystick.web.command;

import io.tallystick.schemas.problem.ProblemException;
import io.tallystick.web.problem.Problems;

/** The version of an edited resource as {@code ETag} and {@code If-Match}. */
public final class EditVersion {
    private EditVersion() {}

    /** The header {@code ETag} of version 3: {@code "3"} in quotes. */
    public static String etag(long version) {
        return "\"" + version + "\"";
    }

    /**
     * Lets an edit pass only if it was made on the present version.
     *
     * @param ifMatch the header {@code If-Match}, may be null
     * @throws ProblemException 428 {@code if_match_required} without it, 412 {@code version_changed} if it names another version
     */
    public static void mustMatch(String ifMatch, long present) {
        if (ifMatch == null) {
            throw ProblemException.of(
                    428, "if_match_required", "send If-Match with the ETag that you read, or * to overwrite");
        }
        if (!ifMatch.equals("*") && !ifMatch.equals(etag(present))) {
            throw ProblemException.of(
                    412,
                    "version_changed",
                    "the present version is " + etag(present) + ", not " + Problems.shorten(ifMatch)
                            + "; read it again");
        }
    }
}
