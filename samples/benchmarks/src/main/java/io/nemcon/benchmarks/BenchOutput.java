package io.nemcon.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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
        write(ReportJson.of(report, facts, settings), ReportTable.of(report), flags.json(), flags.out());
    }

    /** @param asJson whether standard output gets the JSON, and not the table */
    void write(String json, List<String> table, boolean asJson, @Nullable Path file) throws IOException {
        if (file != null) {
            Files.writeString(file, json + "\n", StandardCharsets.UTF_8);
        }
        PrintWriter out = command.getOut();
        if (asJson) {
            out.println(json);
        } else {
            table.forEach(out::println);
        }
        out.flush();
    }
}
