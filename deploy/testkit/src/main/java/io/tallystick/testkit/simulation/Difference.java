package io.tallystick.testkit.simulation;

/** What stands there is not what must stand there. */
public final class Difference extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong, in words. */
    public Difference(String what) {
        super(what);
    }

    /** Both must say the same. */
    public static void unlessEqual(String what, Object expected, Object found) {
        if (!expected.equals(found)) {
            throw new Difference(what + ": must be " + expected + ", is " + found);
        }
    }
}
