package io.tallystick.launcher.view;

import java.io.Console;
import java.io.PrintStream;
import java.nio.charset.CharsetEncoder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Lines that stay and one line that moves. On a terminal the moving line is written over; in a pipe or a file its text is printed
 * every two seconds and at the end, so that a log stays short, and never ends with a state that is not the last one.
 */
public final class Screen {
    private static final Duration ON_A_TERMINAL = Duration.ofMillis(100);
    private static final Duration IN_A_PIPE = Duration.ofSeconds(2);
    private static final String CLEAR_LINE = "\r\u001b[2K";

    private final PrintStream out;
    private final boolean terminal;
    private final InstantSource clock;
    private final boolean signs;

    private Instant lastMove = Instant.MIN;
    private boolean moving;
    private Optional<String> unshown = Optional.empty();

    /**
     * A screen.
     *
     * @param out where to
     * @param terminal whether people watch it
     * @param clock for how often the moving line moves
     */
    public Screen(PrintStream out, boolean terminal, InstantSource clock) {
        this.out = out;
        this.terminal = terminal;
        this.clock = clock;
        CharsetEncoder encoder = out.charset().newEncoder();
        this.signs = encoder.canEncode("✓×–█░");
    }

    /** Standard output. */
    public static Screen standard() {
        return new Screen(System.out, isWatched(), InstantSource.system());
    }

    /** Whether people watch: there is no console in a pipe. */
    @SuppressWarnings(
            "SystemConsoleNull") // since JDK 25 it is null again where standard input or output is no terminal
    public static boolean isWatched() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    /** A line that stays. */
    public void line(String text) {
        rest();
        out.println(readable(text));
    }

    /** An empty line. */
    public void gap() {
        line("");
    }

    /** The moving line; not shown yet if it moved a moment ago. */
    public void move(String text) {
        Instant now = clock.instant();
        if (!moving) {
            moving = true;
            // In a pipe the first text waits too: most of what moves is over by then, and only its end is of interest.
            lastMove = terminal ? Instant.MIN : now;
        }
        unshown = Optional.of(text);
        if (!now.isBefore(lastMove.plus(terminal ? ON_A_TERMINAL : IN_A_PIPE))) {
            lastMove = now;
            show(text);
        }
    }

    private void show(String text) {
        unshown = Optional.empty();
        if (terminal) {
            out.print(CLEAR_LINE + readable(text));
            out.flush();
        } else {
            out.println(readable(text));
        }
    }

    /** Takes the moving line away; in a pipe it is left with its last text. */
    public void rest() {
        if (moving && terminal) {
            out.print(CLEAR_LINE);
        } else {
            unshown.ifPresent(this::show);
        }
        unshown = Optional.empty();
        moving = false;
    }

    /** {@code bar(1, 4)} is {@code █████░░░░░░░░░░░░░░░}. */
    public static String bar(long part, long whole) {
        int width = 20;
        int full = whole <= 0 ? width : (int) Math.min(width, part * width / whole);
        return "█".repeat(full) + "░".repeat(width - full);
    }

    /** Where the terminal knows ASCII alone, signs are written with it. */
    private String readable(String text) {
        if (signs) {
            return text;
        }
        return text.replace('✓', '+')
                .replace('×', 'x')
                .replace('–', '-')
                .replace('…', '.')
                .replace('·', '-')
                .replace('█', '#')
                .replace('░', '.');
    }
}
