package io.tallystick.embedded;

import java.util.List;

/**
 * How a child gets a session of its own. Ctrl-C in a terminal signals the whole foreground group; a child in another
 * session is spared, so that its owner can stop everything in the right order.
 */
final class Session {
    private static final List<String> PREFIX = find();

    private Session() {}

    /** Words before a command. The command keeps the process id that {@link Process#pid()} tells. */
    static List<String> prefix() {
        return PREFIX;
    }

    private static List<String> find() {
        if (Commands.exists("setsid")) {
            return List.of("setsid");
        }
        // macOS has no setsid command, but it has Perl.
        if (Commands.exists("perl")) {
            return List.of("perl", "-MPOSIX", "-e", "POSIX::setsid(); exec {$ARGV[0]} @ARGV or die $!");
        }
        return List.of();
    }
}
