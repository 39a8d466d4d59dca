package io.tallystick.ingest.model;

import io.tallystick.schemas.usage.Refusal;

/** What became of one event of a request. */
public sealed interface Verdict {
    /** Its place in the request, from 0. */
    int index();

    /** The CloudEvents {@code id}, "" if it cannot be read. */
    String id();

    /** The CloudEvents {@code source}, "" if it cannot be read. */
    String source();

    /** It is written to the log. */
    record Accepted(int index, String id, String source) implements Verdict {}

    /**
     * It is not, and sending it again unchanged will not help.
     *
     * @param refusal why
     */
    record Refused(int index, String id, String source, Refusal refusal) implements Verdict {}
}
