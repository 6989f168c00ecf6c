package io.nemcon.benchmarks;

import io.nemcon.benchmarks.load.LoadProcess;
import io.nemcon.samples.demo.process.JvmLaunch;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Counts the writes that processes force to disk, by the system calls they make: the same for every system, however it is
 * written. Tracing slows a process down, so it is done in a turn of its own whose speed does not count.
 *
 * @param file where {@code strace} notes the calls
 */
record ForceTrace(Path file) {

    private static final String CALLS = "fsync,fdatasync,msync,sync_file_range";

    /** {@code PID SECONDS.MICROS call(...}; the line on which an interrupted call resumes has another form. */
    private static final Pattern CALL = Pattern.compile("\\d+ +(\\d+\\.\\d+) (?:" + CALLS.replace(',', '|') + ")\\(.*");

    private static final double MILLIS_A_SECOND = 1_000;

    /** Whether this machine has a tracer that this user may run. */
    static boolean isPossible() throws InterruptedException {
        List<String> command = new ArrayList<>(new ForceTrace(Path.of("/dev/null")).wrapper());
        command.add("true");
        try {
            return new ProcessBuilder(command)
                            .redirectOutput(Redirect.DISCARD)
                            .redirectError(Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false; // there is none
        }
    }

    JvmLaunch launch() {
        return new JvmLaunch(wrapper(), LoadProcess.JVM_OPTIONS);
    }

    /** With -D the traced process keeps its place as our child; with -A several tracers share a file. */
    private List<String> wrapper() {
        return List.of(
                "strace",
                "-D",
                "-f",
                "--seccomp-bpf",
                "-qq",
                "-ttt",
                "-A",
                "-e",
                "trace=" + CALLS,
                "-e",
                "signal=none",
                "-o",
                file.toString());
    }

    /** How many calls began within this time, in milliseconds since 1970. */
    long count(long fromMs, long toMs) throws IOException {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.map(CALL::matcher)
                    .filter(Matcher::matches)
                    .mapToDouble(call -> Double.parseDouble(call.group(1)) * MILLIS_A_SECOND)
                    .filter(ms -> ms >= fromMs && ms < toMs)
                    .count();
        }
    }
}
