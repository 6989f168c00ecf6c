package io.nemcon.samples.torture.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.SessionId;
import io.nemcon.node.host.CrashPoint;
import io.nemcon.samples.demo.bank.Told;
import io.nemcon.samples.torture.point.Action;
import io.nemcon.samples.torture.point.WorkKind;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each kind of fault is planted by hand: a judge that sees none is no judge. */
class JudgeTest {

    private static final Gtrid GTRID = new Gtrid(new GroupId(0x1234), 1, new SessionId(7), 3);
    private static final Set<Gtrid> THERE = Set.of(GTRID);
    private static final Set<Gtrid> ABSENT = Set.of();

    private static List<String> faults(
            CrashPoint point, Action action, @Nullable Told told, Set<Gtrid> first, Set<Gtrid> second) {
        Expectation expected = Expectation.of(new Cell(point, action, Role.APP));
        return Judge.faultsOf(new Entry("app.1", GTRID, WorkKind.TRANSFER, told), expected, first, second);
    }

    @Test
    void whatIsAsExpectedIsNoFault() {
        assertThat(faults(CrashPoint.CLIENT_PREPARED, Action.CRASH, null, ABSENT, ABSENT))
                .isEmpty();
        assertThat(faults(CrashPoint.CLIENT_DECIDED, Action.CRASH, null, THERE, THERE))
                .isEmpty();
        assertThat(faults(CrashPoint.CLIENT_BEFORE_DECIDE, Action.PAUSE, Told.ROLLED_BACK, ABSENT, ABSENT))
                .isEmpty();
        assertThat(faults(CrashPoint.CLIENT_BEFORE_DECIDE, Action.ERROR, Told.COMMITTED, THERE, THERE))
                .isEmpty();
    }

    @Test
    void whatDiedUndecidedAndIsThereIsAFault() {
        assertThat(faults(CrashPoint.CLIENT_PREPARED, Action.CRASH, null, THERE, THERE))
                .singleElement()
                .asString()
                .contains("expected NOTHING", GTRID.toString());
    }

    @Test
    void whatDiedDecidedAndIsNotThereIsAFault() {
        assertThat(faults(CrashPoint.CLIENT_DECIDED, Action.CRASH, null, ABSENT, ABSENT))
                .singleElement()
                .asString()
                .contains("expected ALL");
    }

    @Test
    void halfOfATransferIsAFaultWhateverWasExpected() {
        assertThat(faults(CrashPoint.CLIENT_BEFORE_HEARTBEAT, Action.CRASH, null, THERE, ABSENT))
                .singleElement()
                .asString()
                .contains("all of it or nothing");
    }

    @Test
    void anAppThatIsToldWhatIsNotSoIsAFault() {
        assertThat(faults(CrashPoint.CLIENT_BEFORE_HEARTBEAT, Action.ERROR, Told.COMMITTED, ABSENT, ABSENT))
                .singleElement()
                .asString()
                .contains("what its app was told");
        assertThat(faults(CrashPoint.CLIENT_BEFORE_HEARTBEAT, Action.ERROR, Told.ROLLED_BACK, THERE, THERE))
                .singleElement()
                .asString()
                .contains("what its app was told");
    }

    @Test
    void anAppThatIsToldNothingDefiniteIsAFault() {
        assertThat(faults(CrashPoint.CLIENT_DECIDED, Action.PAUSE, Told.UNKNOWN, THERE, THERE))
                .singleElement()
                .asString()
                .contains("told one of [COMMITTED]");
    }
}
