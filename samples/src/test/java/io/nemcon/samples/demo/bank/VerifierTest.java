package io.nemcon.samples.demo.bank;

import static io.nemcon.samples.demo.bank.BankFixture.MONEY;
import static io.nemcon.samples.demo.bank.BankFixture.gtrid;
import static io.nemcon.samples.demo.bank.BankFixture.half;
import static io.nemcon.samples.demo.bank.BankFixture.note;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.core.id.Gtrid;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** P1 and P13 as the demo checks them: each way in which a bank can be wrong is planted once, and must be seen. */
class VerifierTest {

    private final BankFixture bank = bank();
    private final List<Note> told = new ArrayList<>();
    private final Set<Gtrid> unanswered = new HashSet<>();

    private static BankFixture bank() {
        try {
            return new BankFixture();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** One of each kind, all as it should be. */
    @BeforeEach
    void aGoodRun() throws SQLException {
        bank.transfer(gtrid(7, 1), 30);
        told.add(note(gtrid(7, 1), Told.COMMITTED));
        told.add(note(gtrid(7, 2), Told.ROLLED_BACK));
        bank.transfer(gtrid(7, 3), 50);
        told.add(note(gtrid(7, 3), Told.UNKNOWN));
        told.add(note(gtrid(7, 4), Told.UNKNOWN));
        bank.transfer(gtrid(7, 5), -20);
        unanswered.add(gtrid(7, 5));
        unanswered.add(gtrid(7, 6));
    }

    private Verdict verdict(int inDoubtLeft) throws SQLException {
        return new Verifier(bank.first, bank.second).verify(MONEY, List.of(new Notes(told, unanswered)), inDoubtLeft);
    }

    private Verdict verdict() throws SQLException {
        return verdict(0);
    }

    @Test
    void unansweredTransfersMayBeInBothOrInNone() throws SQLException {
        assertThat(verdict()).isEqualTo(new Verdict(MONEY, MONEY, 1, 1, 4, 0, 0, 0, 0, 0));
        assertThat(verdict().ok()).isTrue();
        assertThat(verdict().transactions()).isEqualTo(6);
    }

    @Test
    void notesOfSeveralAppsAreTakenTogether() throws SQLException {
        bank.transfer(gtrid(8, 1), 1);
        Notes first = new Notes(told, unanswered);
        Notes second = new Notes(List.of(note(gtrid(8, 1), Told.COMMITTED)), Set.of());

        Verdict verdict = new Verifier(bank.first, bank.second).verify(MONEY, List.of(first, second), 0);

        assertThat(verdict.committed()).isEqualTo(2);
        assertThat(verdict.ok()).isTrue();
    }

    @Test
    void aTransferToldCommittedAndMissingInBothIsSeen() throws SQLException {
        told.add(note(gtrid(7, 9), Told.COMMITTED));

        assertThat(verdict().toldCommittedMissing()).isEqualTo(1);
        assertThat(verdict().torn()).isZero();
        assertThat(verdict().ok()).isFalse();
    }

    @Test
    void aTransferToldCommittedAndMissingInOneIsSeen() throws SQLException {
        half(bank.second, gtrid(7, 9), 0);
        told.add(note(gtrid(7, 9), Told.COMMITTED));

        assertThat(verdict().toldCommittedMissing()).isEqualTo(1);
        assertThat(verdict().torn()).isEqualTo(1);
        assertThat(verdict().ok()).isFalse();
    }

    @Test
    void aTransferToldRolledBackAndPresentIsSeenEvenInOneDatabase() throws SQLException {
        bank.transfer(gtrid(7, 2), 1);
        half(bank.first, gtrid(7, 9), 0);
        told.add(note(gtrid(7, 9), Told.ROLLED_BACK));

        assertThat(verdict().toldRolledBackPresent()).isEqualTo(2);
        assertThat(verdict().ok()).isFalse();
    }

    @Test
    void anUnansweredTransferInOneDatabaseOnlyIsTorn() throws SQLException {
        half(bank.first, gtrid(7, 4), -5);
        half(bank.second, gtrid(7, 6), 5);

        assertThat(verdict().moneyAfter())
                .as("the two halves make up for each other")
                .isEqualTo(MONEY);
        assertThat(verdict().torn()).isEqualTo(2);
        assertThat(verdict().ok()).isFalse();
    }

    @Test
    void lostMoneyIsSeenThoughEveryTransferIsThere() throws SQLException {
        try (Connection connection = bank.second.plain().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE account SET balance = balance - 1 WHERE id = 1");
        }

        assertThat(verdict().moneyAfter()).isEqualTo(MONEY - 1);
        assertThat(verdict().ok()).isFalse();
    }

    @Test
    void aTransferThatNobodyAskedForMeansThatNotesWereLost() throws SQLException {
        bank.transfer(gtrid(99, 1), 1);

        assertThat(verdict().unasked()).isEqualTo(1);
        assertThat(verdict().ok()).isFalse();
    }

    @Test
    void aPreparedBranchThatIsLeftIsSeen() throws SQLException {
        assertThat(verdict(1).ok()).isFalse();
    }

    @Test
    void aRowThatIsNoGtridStopsTheCount() throws SQLException {
        try (Connection connection = bank.first.plain().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO transfer (gtrid, amount) VALUES ('by hand', 1)");
        }

        assertThatThrownBy(this::verdict).isInstanceOf(SQLException.class).hasMessageContaining("by hand");
    }
}
