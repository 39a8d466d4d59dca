package io.tallystick.launcher;

/**
 * What a person needs to know when the stack is up.
 *
 * @param home of the stack
 * @param firstStart whether the operator key has just been made
 */
record Greeting(Home home, boolean firstStart) {
    void print(StackState state) {
        System.out.println();
        System.out.println("  Pages          " + state.url() + "/");
        System.out.println("  API            " + state.url() + "/openapi");
        System.out.println("  Health         " + state.url() + "/q/health");
        System.out.println(
                "  Operator key   " + home.operatorKey() + (firstStart ? " (just made; keep it secret)" : ""));
        System.out.println("  Logs           " + home.log("services").getParent());
        System.out.println();
    }
}
