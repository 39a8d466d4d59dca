package io.tallystick.invoice.http;

/** The examples of the close in the OpenAPI document. A test sends them all. */
final class CloseExamples {
    static final String AUTO = """
            {"cutoff": "2026-12-01T00:00:00Z"}""";

    static final String MANUAL = """
            {"cutoff": "2026-12-01T00:00:00Z", "drive": "manual"}""";

    static final String PLANNED = """
            {"cutoff": "2026-12-01T00:00:00Z", "drive": "manual", "begin": false}""";

    static final String CANCEL = """
            {"reason": "The price of storage was wrong"}""";

    static final String WAIVE_ALL = """
            {"reason": "Test accounts that nobody pays for"}""";

    static final String RECHECK = """
            {"all": true}""";

    static final String RECHECK_SOME = """
            {"customerIds": ["acme", "globex"]}""";

    private CloseExamples() {}
}
