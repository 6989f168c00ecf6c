package io.nemcon.samples.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a person reads: lines that stay, and one that is rewritten where a terminal allows it. Thread-safe.
 *
 * <p>The rewritten line goes to standard error, as it is nothing to keep.
 */
final class Screen {

    private static final String CLEAR_LINE = "\r\033[K";

    private final PrintWriter lines;
    private final PrintWriter live;
    private final boolean rewrites;

    /** @param rewrites whether {@code live} is a terminal */
    Screen(PrintWriter lines, PrintWriter live, boolean rewrites) {
        this.lines = lines;
        this.live = live;
        this.rewrites = rewrites;
    }

    /** Whether standard error is a terminal, as far as the platform tells. */
    static boolean standardErrorIsTerminal() {
        Path standardError = Path.of("/proc/self/fd/2");
        if (!Files.isSymbolicLink(standardError)) {
            return System.console() != null;
        }
        try {
            String target = Files.readSymbolicLink(standardError).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException e) {
            return false;
        }
    }

    boolean rewrites() {
        return rewrites;
    }

    /** A line that stays. */
    synchronized void say(String line) {
        clearLive();
        lines.println(line);
        lines.flush();
    }

    /** The line of the moment. */
    synchronized void live(String text) {
        if (rewrites) {
            live.print(CLEAR_LINE + text);
        } else {
            live.println(text);
        }
        live.flush();
    }

    synchronized void clearLive() {
        if (rewrites) {
            live.print(CLEAR_LINE);
            live.flush();
        }
    }
}
