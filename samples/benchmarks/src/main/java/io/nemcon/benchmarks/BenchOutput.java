package io.nemcon.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Where a command's words and results go. */
record BenchOutput(CommandLine command) {

    Talk talk() {
        return new Talk(command.getErr());
    }

    /** What options make no sense is wrong usage. */
    <T> T checked(Supplier<T> options) {
        try {
            return options.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command, String.valueOf(e.getMessage()), e);
        }
    }

    void write(Report report, Map<String, String> facts, Map<String, String> settings, LoadFlags flags)
            throws IOException {
        String json = ReportJson.of(report, facts, settings);
        Path file = flags.out();
        if (file != null) {
            Files.writeString(file, json + "\n", StandardCharsets.UTF_8);
        }
        PrintWriter out = command.getOut();
        if (flags.json()) {
            out.println(json);
        } else {
            ReportTable.of(report).forEach(out::println);
        }
        out.flush();
    }
}
