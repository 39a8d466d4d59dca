package io.tallystick.rating.store;

/** Text of strangers on its way into the database. */
final class Text {
    private Text() {}

    /** PostgreSQL keeps every character but U+0000, which stands for itself as U+FFFD here. */
    static String storable(String text) {
        return text == null ? null : text.replace('\0', '\uFFFD');
    }
}
