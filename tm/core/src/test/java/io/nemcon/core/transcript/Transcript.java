package io.nemcon.core.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * A story in a text file: its first comment tells it and names its scenarios, then come blocks with an empty line after
 * each. A block is commands, a line of hyphens, and what they gave.
 *
 * <p>{@code -Dtranscripts.update=true} writes what they give now into the files, to be reviewed as a diff.
 */
public final class Transcript {

    /** Where another module runs these tests it says where they are. */
    private static final Path ROOT = Path.of(System.getProperty("transcripts.root", "src/test/transcripts"));

    private static final String LINE = "----";
    private static final Pattern SCENARIOS = Pattern.compile("\\bscenarios? ([0-9b]+(?:(?:,| and) [0-9b]+)*)");

    private final Path file;
    private final List<String> lines;

    private Transcript(Path file) {
        this.file = file;
        try {
            this.lines = Files.readAllLines(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** One test a file of the folder. */
    public static Stream<DynamicTest> tests(String folder, Supplier<Script> script) {
        return all(folder).stream()
                .map(story -> DynamicTest.dynamicTest(story.name(), () -> story.check(script.get())));
    }

    /** The scenarios that the stories of the folder name. */
    public static SortedSet<String> scenarios(String folder) {
        SortedSet<String> named = new TreeSet<>();
        all(folder).forEach(story -> named.addAll(story.scenarios()));
        return named;
    }

    private static List<Transcript> all(String folder) {
        try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .map(Transcript::new)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private String name() {
        return file.getFileName().toString().replace(".txt", "");
    }

    private List<String> scenarios() {
        String story = String.join(
                        " ",
                        lines.stream().takeWhile(line -> line.startsWith("#")).toList())
                .replace("# ", "");
        List<String> numbers = new ArrayList<>();
        Matcher matcher = SCENARIOS.matcher(story);
        while (matcher.find()) {
            numbers.addAll(List.of(matcher.group(1).split(", | and ")));
        }
        return numbers;
    }

    private void check(Script script) throws IOException {
        assertThat(scenarios()).as("scenarios that the first comment names").isNotEmpty();
        List<String> now = rerun(script);
        script.atEnd();
        if (Boolean.getBoolean("transcripts.update")) {
            Files.write(file, now);
        } else {
            assertThat(String.join("\n", now)).as(file.toString()).isEqualTo(String.join("\n", lines));
        }
    }

    /** The file as it would read now. */
    private List<String> rerun(Script script) {
        List<String> now = new ArrayList<>();
        List<String> commands = new ArrayList<>();
        boolean inResults = false;
        for (String line : lines) {
            if (inResults) {
                if (line.isBlank()) {
                    inResults = false;
                    now.add("");
                }
            } else {
                now.add(line);
                if (line.equals(LINE)) {
                    inResults = true;
                    now.addAll(script.run(commands));
                    commands.clear();
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    commands.add(line.strip());
                }
            }
        }
        assertThat(commands).as("commands after the last line of hyphens").isEmpty();
        return now;
    }
}
