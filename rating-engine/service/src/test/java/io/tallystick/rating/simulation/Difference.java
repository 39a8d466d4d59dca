package io.tallystick.rating.simulation;

/** What stands there is not what must stand there. */
final class Difference extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Difference(String what) {
        super(what);
    }

    /** Both must say the same. */
    static void unlessEqual(String what, Object expected, Object found) {
        if (!expected.equals(found)) {
            throw new Difference(what + ": must be " + expected + ", is " + found);
        }
    }
}
