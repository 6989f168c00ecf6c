package io.nemcon.benchmarks;

import java.io.PrintWriter;
import java.util.Locale;

/** Progress, for people: to standard error, as standard output belongs to the result. Thread-safe. */
record Talk(PrintWriter out) {

    void say(String format, Object... values) {
        synchronized (out) {
            out.println(String.format(Locale.ROOT, format, values));
            out.flush();
        }
    }
}
