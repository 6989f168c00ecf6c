package io.nemcon.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/frameworks.md shows is in the sources of this module, and so compiled and tested. */
class DocumentationTest {

    private static final Path PAGE = Path.of("../../docs/frameworks.md");
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void everySnippetIsTakenFromTheSources() throws Exception {
        List<String> sources = sources();
        List<String> snippets = JAVA.matcher(Files.readString(PAGE))
                .results()
                .map(found -> squeezed(found.group(1)))
                .toList();

        assertThat(snippets).hasSizeGreaterThan(4).allSatisfy(snippet -> assertThat(sources)
                .anyMatch(source -> source.contains(snippet)));
    }

    private static List<String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(DocumentationTest::read)
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return squeezed(Files.readString(file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String squeezed(String code) {
        return code.replaceAll("\\s+", " ").strip();
    }
}
