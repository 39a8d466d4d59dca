package io.tallystick.ingest.http;

import io.tallystick.schemas.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/** Undoes gzip up to a limit: a small body that would become a huge one stops there. */
final class Inflater {
    private Inflater() {}

    /**
     * The inflated body.
     *
     * @param largest how many bytes it may have
     * @throws ProblemException 413 {@code body_too_large}, 400 {@code malformed_gzip}
     */
    static byte[] inflate(byte[] body, int largest) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body), 8_192)) {
            byte[] inflated = in.readNBytes(largest + 1);
            if (inflated.length > largest) {
                throw ProblemException.of(
                        413,
                        "body_too_large",
                        "the inflated body has more than " + largest + " bytes; send smaller batches");
            }
            return inflated;
        } catch (IOException notGzip) {
            throw ProblemException.of(
                    400, "malformed_gzip", "Content-Encoding says gzip, and the body is not: " + notGzip.getMessage());
        }
    }
}
