package io.nemcon.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.architecture.TrackedFiles.Content;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Pages that name tests as their proof name tests that there are. */
class DocsTest {

    private static final Path JTA = Path.of("docs", "jta.md");
    private static final Pattern NAMED_TEST = Pattern.compile("`([A-Z]\\w*(?:Test|Conformance))[.#](\\w+)`");
    private static final Pattern METHOD = Pattern.compile("^    void (\\w+)\\(");

    private static List<Content> files = List.of();

    /** {@code Class.method} of every test method, and where it is. */
    private static final Map<String, Path> TESTS = new HashMap<>();

    @BeforeAll
    static void readTheTrackedFiles() throws Exception {
        files = TrackedFiles.ofThisProject().contents();
        for (Content file : files) {
            String path = file.path().toString();
            if (path.contains("src/test/java/") && (path.endsWith("Test.java") || path.endsWith("Conformance.java"))) {
                String name = file.path().getFileName().toString().replace(".java", "");
                file.lines().stream()
                        .map(METHOD::matcher)
                        .filter(Matcher::find)
                        .forEach(found -> TESTS.put(name + "." + found.group(1), file.path()));
            }
        }
        assertThat(TESTS).as("test methods").hasSizeGreaterThan(500);
    }

    private static List<String> testsNamedIn(Content file) {
        List<String> named = new ArrayList<>();
        for (String line : file.lines()) {
            Matcher found = NAMED_TEST.matcher(line);
            while (found.find()) {
                named.add(found.group(1) + "." + found.group(2));
            }
        }
        return named;
    }

    @Test
    void everyTestThatAPageNamesExists() {
        TreeSet<String> missing = new TreeSet<>();
        for (Content file : files) {
            if (file.path().toString().endsWith(".md")) {
                testsNamedIn(file).stream()
                        .filter(test -> !TESTS.containsKey(test))
                        .forEach(test -> missing.add(file.path() + " names " + test));
            }
        }

        assertThat(missing).isEmpty();
    }

    @Test
    void everyRowOfTheJtaPageNamesATest() {
        Content page = files.stream()
                .filter(file -> file.path().equals(JTA))
                .findFirst()
                .orElseThrow();
        List<String> rows = page.lines().stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| ---") && !line.startsWith("| the spec"))
                .toList();

        assertThat(rows)
                .hasSizeGreaterThan(50)
                .allMatch(row -> NAMED_TEST.matcher(row).find());
    }
}
