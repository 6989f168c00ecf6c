package io.nemcon.samples.torture.check;

import static io.nemcon.samples.demo.bank.Told.COMMITTED;
import static io.nemcon.samples.demo.bank.Told.ROLLED_BACK;
import static io.nemcon.samples.demo.bank.Told.UNKNOWN;
import static io.nemcon.samples.torture.check.HistoryFixture.append;
import static io.nemcon.samples.torture.check.HistoryFixture.gtrid;
import static io.nemcon.samples.torture.check.HistoryFixture.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.samples.torture.check.Anomaly.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each anomaly is planted by hand, and found (P1, P3, P13, P14). */
class CheckerTest {

    private final HistoryFixture history = new HistoryFixture();

    @Test
    void aHistoryInWhichAllIsAsItWasToldHasNoAnomaly() {
        history.transfer(1, COMMITTED, 0, 1)
                .transfer(2, ROLLED_BACK)
                .transfer(3, UNKNOWN, 0, 1)
                .transfer(4, UNKNOWN)
                .lists(5, COMMITTED, append("a/1", 50L), append("b/1", 51L))
                .lists(6, COMMITTED, read("a/1", 50L), append("b/1", 60L, 51L))
                .lists(7, UNKNOWN, append("a/1", 70L, 50L))
                .lists(8, ROLLED_BACK, append("a/1", 80L, 50L))
                .became("a/1", 50L, 70L)
                .became("b/1", 51L, 60L);

        assertThat(history.check()).isEmpty();
    }

    @Test
    void moneyThatIsLostIsFound() {
        assertThat(history.moneyAfter(999).check())
                .containsExactly(new Anomaly(Kind.BANK_SUM, "1000 before, 999 after"));
    }

    @Test
    void aTransferThatWasToldCommittedAndIsNotThereIsFound() {
        assertThat(history.transfer(1, COMMITTED).kinds()).containsExactly(Kind.COMMITTED_MISSING);
    }

    @Test
    void aTransferThatWasToldRolledBackAndIsThereIsFound() {
        assertThat(history.transfer(1, ROLLED_BACK, 0, 1).kinds()).containsExactly(Kind.ROLLED_BACK_PRESENT);
    }

    @Test
    void aTransferInOneDatabaseOnlyIsTornWhateverWasTold() {
        assertThat(history.transfer(1, UNKNOWN, 1).kinds()).containsExactly(Kind.TORN);
        assertThat(new HistoryFixture().transfer(1, COMMITTED, 0).kinds())
                .containsExactly(Kind.COMMITTED_MISSING, Kind.TORN);
    }

    @Test
    void aRowThatNobodyAskedForIsFound() {
        assertThat(history.row(9, 0, 1).kinds()).contains(Kind.UNASKED);
    }

    @Test
    void anElementThatNobodyAskedForIsFound() {
        assertThat(history.became("a/1", 99L).kinds()).containsExactly(Kind.UNASKED);
    }

    @Test
    void anAppendThatWasLostIsFoundThoughItsSiblingIsThere() {
        history.lists(1, COMMITTED, append("a/1", 10L), append("b/1", 11L)).became("b/1", 11L);

        assertThat(history.kinds()).containsExactly(Kind.COMMITTED_MISSING, Kind.TORN);
    }

    @Test
    void anAppendOfARolledBackTransactionIsFound() {
        history.lists(1, ROLLED_BACK, append("a/1", 10L)).became("a/1", 10L);

        assertThat(history.kinds()).containsExactly(Kind.ROLLED_BACK_PRESENT);
    }

    @Test
    void anElementThatIsThereTwiceIsFound() {
        history.lists(1, COMMITTED, append("a/1", 10L)).became("a/1", 10L, 10L);

        assertThat(history.check()).containsExactly(new Anomaly(Kind.DUPLICATE, "10 in a/1", List.of(gtrid(1))));
    }

    @Test
    void aReadOfWhatWasNeverCommittedIsFound() {
        history.lists(1, ROLLED_BACK, append("a/1", 10L))
                .lists(2, COMMITTED, read("a/1", 10L))
                .became("a/1");

        assertThat(history.kinds()).containsExactly(Kind.INCOMPATIBLE_READ);
    }

    @Test
    void anAppendThatIsNotWhereItsReadSaidIsFound() {
        history.lists(1, COMMITTED, append("a/1", 10L))
                .lists(2, COMMITTED, append("a/1", 20L))
                .became("a/1", 10L, 20L);

        assertThat(history.kinds()).contains(Kind.INCOMPATIBLE_READ);
    }

    @Test
    void writesInOppositeOrderInTwoDatabasesAreACycle() {
        history.lists(1, COMMITTED, append("a/1", 10L), append("b/1", 11L, 21L))
                .lists(2, COMMITTED, append("a/1", 20L, 10L), append("b/1", 21L))
                .became("a/1", 10L, 20L)
                .became("b/1", 21L, 11L);

        assertThat(history.kinds()).containsExactly(Kind.G0);
        assertThat(history.check().get(0).what())
                .contains(gtrid(1).toString())
                .contains("WRITE_WRITE(a/1)")
                .contains("WRITE_WRITE(b/1)");
    }

    @Test
    void twoThatEachReadTheOthersWriteAreACycle() {
        history.lists(1, COMMITTED, append("a/1", 10L), read("b/1", 20L))
                .lists(2, COMMITTED, append("b/1", 20L), read("a/1", 10L))
                .became("a/1", 10L)
                .became("b/1", 20L);

        assertThat(history.kinds()).containsExactly(Kind.G1C);
    }

    @Test
    void aReaderThatSeesATransactionInOneDatabaseAndNotInTheOtherIsACycle() {
        history.lists(1, COMMITTED, append("a/1", 10L), append("b/1", 11L))
                .lists(2, COMMITTED, read("a/1", 10L), read("b/1"))
                .became("a/1", 10L)
                .became("b/1", 11L);

        assertThat(history.kinds()).containsExactly(Kind.G2);
    }

    @Test
    void twoThatEachMissTheOthersWriteAreACycle() {
        history.lists(1, COMMITTED, append("a/1", 10L), read("b/1"))
                .lists(2, COMMITTED, append("b/1", 20L), read("a/1"))
                .became("a/1", 10L)
                .became("b/1", 20L);

        assertThat(history.kinds()).containsExactly(Kind.G2);
    }

    @Test
    void aCycleOfThreeIsFoundAmongManyThatAreOnNone() {
        for (int i = 10; i < 200; i++) {
            history.lists(i, COMMITTED, read("a/1", 10L, 20L), read("b/1", 21L, 30L));
        }
        history.lists(1, COMMITTED, append("a/1", 10L), append("c/1", 11L, 31L))
                .lists(2, COMMITTED, append("a/1", 20L, 10L), append("b/1", 21L))
                .lists(3, COMMITTED, append("b/1", 30L, 21L), append("c/1", 31L))
                .became("a/1", 10L, 20L)
                .became("b/1", 21L, 30L)
                .became("c/1", 31L, 11L);

        assertThat(history.kinds()).containsExactly(Kind.G0);
        assertThat(history.check().get(0).what().split(" ; ")).hasSize(3);
    }

    @Test
    void anUnknownTransactionCountsInCyclesOnceSomethingOfItIsThere() {
        history.lists(1, UNKNOWN, append("a/1", 10L), append("b/1", 11L))
                .lists(2, COMMITTED, read("a/1", 10L), read("b/1"))
                .became("a/1", 10L)
                .became("b/1", 11L);

        assertThat(history.kinds()).containsExactly(Kind.G2);
    }
}
