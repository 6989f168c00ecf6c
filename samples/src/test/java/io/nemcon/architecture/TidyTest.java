package io.nemcon.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.architecture.TrackedFiles.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The tracked files speak of the project alone, and none of them grows into the one that everybody fears. */
class TidyTest {

    private static final int MAIN_FILE_LINES_MAX = 500;

    private static List<Content> files = List.of();

    @BeforeAll
    static void readTheTrackedFiles() throws Exception {
        files = TrackedFiles.ofThisProject().contents();
        assertThat(files).as("tracked files").hasSizeGreaterThan(50);
    }

    @Test
    void noFileNamesAPathOfSomebodysMachine() {
        assertThat(linesWith(Pattern.compile("(?<![\\w.-])/(work|root|home|Users)/")))
                .isEmpty();
    }

    @Test
    void noFileNamesAPackageRegistry() {
        assertThat(linesWith(Pattern.compile("https?://(repo\\d*|registry|central|oss|deb|security)\\.")))
                .as("where libraries come from is the business of whoever builds")
                .isEmpty();
    }

    @Test
    void nothingIsLeftToBeDone() {
        assertThat(linesWith(Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b")))
                .as("what is open belongs in an issue")
                .isEmpty();
    }

    @Test
    void noSourceFileOutgrowsItsReader() {
        List<String> tooLong = files.stream()
                .filter(file -> file.path().toString().contains("src/main/"))
                .filter(file -> file.lines().size() > MAIN_FILE_LINES_MAX)
                .map(file -> file.path() + " has " + file.lines().size() + " lines")
                .toList();

        assertThat(tooLong).as("more than %d lines", MAIN_FILE_LINES_MAX).isEmpty();
    }

    private static List<String> linesWith(Pattern unwanted) {
        List<String> found = new ArrayList<>();
        for (Content file : files) {
            for (int i = 0; i < file.lines().size(); i++) {
                if (unwanted.matcher(file.lines().get(i)).find()) {
                    found.add(file.path() + ":" + (i + 1) + ": "
                            + file.lines().get(i).strip());
                }
            }
        }
        return found;
    }
}
