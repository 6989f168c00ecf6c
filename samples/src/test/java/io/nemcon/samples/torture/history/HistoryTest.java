package io.nemcon.samples.torture.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.core.id.Gtrid;
import io.nemcon.samples.demo.bank.Told;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an app wrote is what the checkers read, whenever it was killed. */
class HistoryTest {

    private static final Gtrid FIRST = gtrid(1);
    private static final Gtrid SECOND = gtrid(2);

    @TempDir
    private Path folder;

    private static Gtrid gtrid(int number) {
        return Objects.requireNonNull(
                Gtrid.parse("00000000000000010000000100000000000000070000000000000" + "00" + number));
    }

    private Path file() {
        return folder.resolve("app-1.2.history");
    }

    @Test
    void whatWasWrittenIsReadBack() throws IOException {
        Invocation lists = Invocation.ofLists(
                SECOND,
                List.of(
                        ListOp.append("bank-a/1", 7, List.of(5L, 6L)),
                        ListOp.read("bank-b/2", List.of()),
                        ListOp.append("bank-b/3", 8, null)));
        try (HistoryFile out = HistoryFile.create(file())) {
            out.invoke(Invocation.ofTransfer(FIRST), 9);
            out.invoke(lists, 10);
            out.told(SECOND, Told.ROLLED_BACK, 11, "no: \u00e9 in\ntwo lines");
        }

        assertThat(History.read(List.of(file(), folder.resolve("of-one-that-never-began")))
                        .transactions())
                .containsExactlyInAnyOrder(
                        new Recorded(Invocation.ofTransfer(FIRST), "app-1.2", Told.UNKNOWN, 9, 0, ""),
                        new Recorded(lists, "app-1.2", Told.ROLLED_BACK, 10, 11, "no:   in two lines"));
    }

    @Test
    void aLineThatAKilledAppDidNotFinishCountsForNothing() throws IOException {
        try (HistoryFile out = HistoryFile.create(file())) {
            out.invoke(Invocation.ofTransfer(FIRST), 9);
        }
        Files.writeString(file(), "ok " + FIRST + " 1", StandardOpenOption.APPEND);

        assertThat(History.read(List.of(file())).count(Told.UNKNOWN)).isOne();
    }

    @Test
    void aLineThatIsNotOursMakesTheHistoryUnbelievable() throws IOException {
        Files.writeString(file(), "ok " + FIRST + " 11 \n");

        assertThatThrownBy(() -> History.read(List.of(file())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot be believed")
                .hasMessageContaining("not asked");
    }
}
