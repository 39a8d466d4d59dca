package io.tallystick.bench.micro;

/** Verifies before anything is measured. */
final class Same {
    private Same() {}

    static void of(Object found, Object expected) {
        if (!found.equals(expected)) {
            throw new IllegalStateException("FAIL " + found + " is not " + expected);
        }
    }
}
