package io.nemcon.samples.torture;

import io.nemcon.samples.demo.app.Counts;
import io.nemcon.samples.torture.plan.FaultKind;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What a person reads while it runs; goes to standard error, a line at a time. One thread. */
final class Progress {

    private final PrintWriter out;
    private long beganNs = System.nanoTime();

    Progress(PrintWriter out) {
        this.out = out;
    }

    /** From now on seconds count. */
    void begin() {
        beganNs = System.nanoTime();
    }

    void say(String line) {
        out.println(line);
        out.flush();
    }

    void tell(Counts counts, Map<FaultKind, Integer> faults) {
        say(String.format(
                Locale.ROOT,
                "%4d s   %,d committed, %,d unknown, %,d rolled back   %s",
                (System.nanoTime() - beganNs) / 1_000_000_000,
                counts.committed(),
                counts.unknown(),
                counts.rolledBack(),
                faults.entrySet().stream()
                        .map(one -> one.getKey().word() + " " + one.getValue())
                        .collect(Collectors.joining(", "))));
    }
}
