package io.nemcon.samples.demo.bank;

import static io.nemcon.samples.demo.bank.BankFixture.gtrid;
import static io.nemcon.samples.demo.bank.BankFixture.note;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TellFileTest {

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("app-1.notes");
    }

    @Test
    void whatWasNotedIsReadAgain() throws IOException {
        Note committed = new Note(gtrid(7, 1), Told.COMMITTED, 1_700_000_000_000L, 1_700_000_000_012L, 12_345);
        try (TellFile notes = TellFile.create(file())) {
            notes.asked(gtrid(7, 1));
            notes.asked(gtrid(7, 2));
            notes.told(committed);
        }

        assertThat(Notes.read(file())).isEqualTo(new Notes(List.of(committed), Set.of(gtrid(7, 2))));
    }

    @Test
    void aNoteIsInTheFileWhenTellingReturnsAndNotOnlyAfterClosing() throws IOException {
        try (TellFile notes = TellFile.create(file())) {
            notes.asked(gtrid(7, 1));
            assertThat(Notes.read(file()).unanswered()).containsExactly(gtrid(7, 1));

            notes.told(note(gtrid(7, 1), Told.UNKNOWN));
            assertThat(Notes.read(file()).unanswered()).isEmpty();
            assertThat(Notes.read(file()).count(Told.UNKNOWN)).isEqualTo(1);
        }
    }

    @Test
    void manyThreadsShareAFileAndNoLineIsTornOrLost() throws Exception {
        int threads = 8;
        int each = 50;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try (TellFile notes = TellFile.create(file())) {
            List<Callable<Void>> work = new ArrayList<>();
            for (int t = 1; t <= threads; t++) {
                int session = t;
                work.add(() -> {
                    for (int i = 1; i <= each; i++) {
                        notes.asked(gtrid(session, i));
                        notes.told(note(gtrid(session, i), Told.COMMITTED));
                    }
                    return null;
                });
            }
            for (Future<Void> done : pool.invokeAll(work)) {
                done.get();
            }
        } finally {
            pool.shutdown();
        }

        Notes read = Notes.read(file());
        assertThat(read.told()).hasSize(threads * each);
        assertThat(new HashSet<>(read.told())).hasSize(threads * each);
        assertThat(read.unanswered()).isEmpty();
        assertThat(read.sessionPrefixes()).hasSize(threads);
    }

    @Test
    void theLineThatAKilledAppWasWritingCountsForNothing() throws IOException {
        try (TellFile notes = TellFile.create(file())) {
            notes.asked(gtrid(7, 1));
        }
        Files.writeString(file(), gtrid(7, 1) + " COMMITTED 1 2", StandardOpenOption.APPEND);

        assertThat(Notes.read(file())).isEqualTo(new Notes(List.of(), Set.of(gtrid(7, 1))));
    }

    @Test
    void aBrokenLineInTheMiddleIsNotPassedOver() throws IOException {
        Files.writeString(file(), gtrid(7, 1) + " COMITTED 1 2 3\n? " + gtrid(7, 2) + "\n");

        assertThatThrownBy(() -> Notes.read(file()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("COMITTED")
                .hasMessageContaining(file().toString());
    }

    @Test
    void anAppThatBeganNothingHasNoFile() throws IOException {
        assertThat(Notes.read(folder.resolve("never"))).isEqualTo(new Notes(List.of(), Set.of()));
    }

    @Test
    void anotherRunsNotesAreNotAddedTo() throws IOException {
        Files.createFile(file());

        assertThatThrownBy(() -> TellFile.create(file())).isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void theSessionIsWhatAllItsGtridsBeginWith() throws IOException {
        try (TellFile notes = TellFile.create(file())) {
            notes.asked(gtrid(7, 1));
            notes.asked(gtrid(7, 2));
        }

        assertThat(Notes.read(file()).sessionPrefixes())
                .singleElement()
                .satisfies(prefix -> assertThat(gtrid(7, 123456).toString()).startsWith(prefix))
                .satisfies(prefix -> assertThat(gtrid(8, 1).toString()).doesNotStartWith(prefix));
    }
}
