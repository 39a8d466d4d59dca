package io.tallystick.launcher.send;

/** One row cannot become an event; the others go on. */
final class BadRow extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;

    BadRow(String code, String detail) {
        super(detail, null, false, false);
        this.code = code;
    }

    String code() {
        return code;
    }
}
