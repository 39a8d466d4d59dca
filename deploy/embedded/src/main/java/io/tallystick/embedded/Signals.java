package io.tallystick.embedded;

/** Signals that {@link Process} has no method for, such as the SIGINT of a fast shutdown of PostgreSQL. */
final class Signals {
    private Signals() {}

    /** Sends a signal, for example {@code INT}; a process that has gone already is fine. */
    static void send(String signal, long pid) {
        Commands.Result result = Commands.run("/bin/sh", "-c", "kill -" + signal + " " + pid);
        if (result.exit() != 0
                && ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)) {
            throw new EmbeddedException(
                    "signal_failed",
                    "Cannot send SIG" + signal + " to process " + pid + ": "
                            + result.output().strip());
        }
    }
}
