package io.tallystick.acceptance;

/** One stack for all classes that need no fresh one. */
final class SharedStack {
    private static Stack stack;

    private SharedStack() {}

    static synchronized Stack get() {
        if (stack == null) {
            stack = Stack.start("shared");
        }
        return stack;
    }
}
