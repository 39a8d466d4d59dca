package io.tallystick.acceptance;

/** One stack for all classes that need no fresh one; they run one after the other. */
final class SharedStack {
    /** What these classes lock, since some stop its broker and some count all of its events. */
    static final String NAME = "the shared stack";

    private static Stack stack;

    private SharedStack() {}

    static synchronized Stack get() {
        if (stack == null) {
            stack = Stack.start("shared");
        }
        return stack;
    }
}
