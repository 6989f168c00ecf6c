package io.nemcon.samples.torture.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.node.host.CrashPoint;
import io.nemcon.samples.torture.point.Action;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class WaysTest {

    private static final Pattern ANY = Pattern.compile("");

    @Test
    void everyPointHasACellOrAReasonWhyItHasNone() {
        List<CrashPoint> withCells =
                Ways.cells().stream().map(Cell::point).distinct().toList();

        assertThat(Arrays.asList(CrashPoint.values()))
                .allMatch(point -> withCells.contains(point)
                        || Ways.unreachable().keySet().stream().anyMatch(what -> what.startsWith(point + "/")));
    }

    @Test
    void aPointIsOfTheProcessesWhoseNameItBears() {
        assertThat(Ways.cells()).allMatch(cell -> {
            boolean node = cell.role() == Role.LEADER || cell.role() == Role.FOLLOWER;
            return node == cell.point().name().startsWith("NODE_");
        });
    }

    @Test
    void nothingIsMadeToFailWhereNothingCan() {
        assertThat(Ways.cells())
                .noneMatch(
                        cell -> cell.action() == Action.ERROR && !cell.point().canFail());
    }

    @Test
    void whatIsNoCellIsRefusedWithTheReason() {
        Cell none = new Cell(CrashPoint.NODE_BEFORE_PROPOSE, Action.CRASH, Role.FOLLOWER);

        assertThatThrownBy(() -> Ways.of(none))
                .hasMessageContaining("NODE_BEFORE_PROPOSE/crash/follower")
                .hasMessageContaining("follows");
    }

    @Test
    void oneSeedChoosesTheSameCellsAlways() {
        Choice choice = new Choice(ANY, 10, 17, 2, 60);

        assertThat(choice.cells())
                .isEqualTo(choice.cells())
                .hasSizeLessThan(Ways.cells().size() / 9);
        assertThat(choice.cells()).isNotEqualTo(new Choice(ANY, 10, 18, 2, 60).cells());
        assertThat(choice.cells().stream().filter(cell -> cell.action() == Action.PAUSE))
                .hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void aCellIsPickedByItsName() {
        Choice choice = new Choice(Pattern.compile("CLIENT_PREPARED/crash/app"), 1, 1, Integer.MAX_VALUE, 60);

        assertThat(choice.cells()).containsExactly(new Cell(CrashPoint.CLIENT_PREPARED, Action.CRASH, Role.APP));
    }

    @Test
    void whatWouldLeaveAnIncidentBehindComesLast() {
        List<Cell> all = new Choice(ANY, 1, 1, Integer.MAX_VALUE, 60).cells();

        assertThat(all).hasSameElementsAs(Ways.cells());
        assertThat(all.subList(0, all.size() - 6)).noneMatch(cell -> Ways.of(cell) == Way.BY_HAND);
    }
}
