package io.nemcon.node.log.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.node.log.LogException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real folder: who may use it, and what is refused without writing anything. */
class FolderTest {

    @TempDir
    Path parent;

    private Path folder;

    @BeforeEach
    void choose() {
        folder = parent.resolve("log");
    }

    @Test
    void aSecondLogOfThisProcessIsRefusedAndTheFirstGoesOn() throws Exception {
        try (Life life = open()) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(LogException.class)
                    .hasMessageContainingAll(folder.toString(), "already open in this process", "close that log");
            life.commit("a");
        }
        open().close();
    }

    @Test
    void anotherProcessIsRefusedEvenAfterASecondTryOfThisOne() throws Exception {
        try (Life life = open()) {
            assertThatThrownBy(this::open).isInstanceOf(LogException.class);
            try (OtherProcess other = OtherProcess.appending(folder)) {
                assertThat(other.nextLine())
                        .contains("in use by another process")
                        .contains("stop that process");
            }
            life.commit("a");
        }
    }

    @Test
    void thisProcessIsRefusedWhileAnotherHasTheFolder() throws Exception {
        try (OtherProcess other = OtherProcess.appending(folder)) {
            assertThat(other.nextLine()).isEqualTo("open");
            assertThatThrownBy(this::open)
                    .isInstanceOf(LogException.class)
                    .hasMessageContaining("in use by another process");
            other.kill();
        }
        open().close();
    }

    @Test
    void anOpeningThatWasRefusedLetsGoOfTheFolder() throws Exception {
        open().close();
        Path format = folder.resolve(FormatFile.FILE);
        byte[] good = Files.readAllBytes(format);
        Files.write(format, new byte[] {1, 2, 3});
        assertThatThrownBy(this::open).isInstanceOf(LogException.class);
        Files.write(format, good);
        open().close();
    }

    @Test
    void aFolderWithSomebodyElsesFilesIsRefusedAndLeftAlone() throws Exception {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("letters.txt"), "dear");
        assertThatThrownBy(this::open)
                .isInstanceOf(LogException.class)
                .hasMessageContainingAll(folder.toString(), "letters.txt", "choose an empty folder");
        assertThat(names()).containsExactly("letters.txt");
    }

    @Test
    void aLogOfANewerFormatIsRefusedAndLeftAlone() throws Exception {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(FormatFile.FILE), "nemcon-log format=2 something=else\n");
        assertThatThrownBy(this::open)
                .isInstanceOf(LogException.class)
                .hasMessageContainingAll(folder.toString(), "format 2", "up to 1", "the version that wrote it");
        assertThat(names()).containsExactly(FormatFile.FILE);
    }

    @Test
    void aFileInTheFoldersPlaceIsRefusedWithAWayOut() throws Exception {
        Files.writeString(folder, "not a folder");
        assertThatThrownBy(this::open)
                .isInstanceOf(LogException.class)
                .hasMessageContainingAll(folder.toString(), "cannot be used", "choose a folder");
        folder = folder.resolve("below");
        assertThatThrownBy(this::open).isInstanceOf(LogException.class).hasMessageContaining("choose a folder");
    }

    @Test
    void whatACrashLeftHalfMadeIsRemovedAndOtherFilesAreKept() throws Exception {
        try (Life life = open()) {
            life.commit("a");
        }
        List<String> leftovers = List.of("FORMAT.tmp", "spare.tmp", FileNames.snapshot(7) + ".tmp");
        for (String name : leftovers) {
            Files.writeString(folder.resolve(name), "half");
        }
        Files.writeString(folder.resolve("README"), "of the operator");
        try (Life life = open()) {
            assertThat(life.list.entries).containsExactly("a");
            assertThat(names()).doesNotContainAnyElementsOf(leftovers).contains("README");
        }
    }

    @Test
    void theFilesOfALogAreFew() throws Exception {
        try (Life life = open()) {
            life.commit("a");
        }
        assertThat(names()).containsExactlyInAnyOrder("FORMAT", "lock", FileNames.segment(1));
        assertThat(Files.size(folder.resolve(FileNames.segment(1))))
                .isEqualTo(LocalLogConfig.DEFAULT_SEGMENT_BYTES_MAX);
    }

    private Life open() throws LogException {
        return Life.on(LocalLogConfig.of(folder));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
