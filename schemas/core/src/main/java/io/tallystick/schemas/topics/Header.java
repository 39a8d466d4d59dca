package io.tallystick.schemas.topics;

/** Names of record headers. */
public final class Header {
    /** What a record of {@code usage.rated} is: {@code line}, {@code sealed} or {@code progress}. */
    public static final String KIND = "tally-kind";

    /** Marks a control record in {@code usage.events}: {@code seal-requested}, {@code customer-changed}, {@code periods-due}. */
    public static final String CONTROL = "tally-control";

    /** Media type of the value, {@code application/cloudevents+json} for structured mode. */
    public static final String CONTENT_TYPE = "content-type";

    private Header() {}
}
