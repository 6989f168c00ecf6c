package io.nemcon.core.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Answer.Unfinished;
import io.nemcon.core.protocol.Answer.UnfinishedBranch;
import io.nemcon.core.protocol.CommandCodec;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.FinishedBranch;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.core.protocol.Witness;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rounds over very many branches keep to the limits of commands and of memory (scenarios 14b, 63). */
class RecoveryInBulkTest {

    private static final ResourceName ORDERS = new ResourceName("orders");
    private static final GroupId GROUP = new GroupId(7);
    private static final int REMEMBERED = 10_000;

    private final RecoveryProtocol recovery = new RecoveryProtocol(GROUP, ORDERS, true, RecoverySettings.DEFAULTS);

    /** After a power loss a whole load was in doubt: the agent reports it in commands that the log takes. */
    @Test
    void noReportNamesMoreBranchesThanACommandMay() {
        assertThat(reportsOf(CommandCodec.FINISHED_MAX)).containsExactly(CommandCodec.FINISHED_MAX);
        assertThat(reportsOf(CommandCodec.FINISHED_MAX + 1)).containsExactly(CommandCodec.FINISHED_MAX, 1);
        assertThat(reportsOf(2 * CommandCodec.FINISHED_MAX + 5))
                .containsExactly(CommandCodec.FINISHED_MAX, CommandCodec.FINISHED_MAX, 5);
    }

    /** How many branches each report of a round names, and that all of them together name each one once, in order. */
    private List<Integer> reportsOf(int committed) {
        List<BranchId> branches = IntStream.rangeClosed(1, committed)
                .mapToObj(i -> BranchId.of(new Gtrid(GROUP, 1, new SessionId(1), i), ORDERS, 0))
                .toList();
        recovery.begin(0);
        recovery.unfinishedAnswered(new Unfinished(
                50,
                false,
                branches.stream()
                        .map(one -> new UnfinishedBranch(one, Decision.COMMIT, new Witness("w"), false, 0))
                        .toList()));
        recovery.preparedListed(List.of());
        List<RecoveryStep> last = new ArrayList<>();
        branches.forEach(one -> last.addAll(recovery.witnessAnswered(one, Testimony.COMMITTED)));
        List<List<FinishedBranch>> reports = last.stream()
                .filter(RecoveryStep.Report.class::isInstance)
                .map(step -> ((SessionCommand.Finished) ((RecoveryStep.Report) step).command()).branches())
                .toList();
        assertThat(reports.stream().flatMap(List::stream).map(FinishedBranch::branch))
                .containsExactlyElementsOf(branches);
        return reports.stream().map(List::size).toList();
    }

    /** Each is reported once in a while only, as long as an agent can keep them all in mind; the oldest is the first to be forgotten. */
    @Test
    void soManyIncidentsAreRememberedAndNoMore() {
        assertThat(incidentsOf(foreign(1, REMEMBERED))).hasSize(REMEMBERED);
        assertThat(incidentsOf(foreign(1, REMEMBERED))).isEmpty();
        assertThat(incidentsOf(foreign(REMEMBERED + 1, REMEMBERED + 1))).containsExactly("other-10001");
        assertThat(incidentsOf(foreign(2, 2))).isEmpty();
        assertThat(incidentsOf(foreign(1, 1))).containsExactly("other-1");
    }

    /** Another manager's name for a branch may be longer than what the ledger keeps. */
    @Test
    void aNameThatIsTooLongForAnIncidentIsCut() {
        String longest = "x".repeat(400);
        assertThat(incidentsOf(Stream.of(longest, longest + "y"))).containsExactly(longest, longest);
    }

    private static Stream<String> foreign(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(i -> "other-" + i);
    }

    private List<String> incidentsOf(Stream<String> prepared) {
        recovery.begin(0);
        recovery.unfinishedAnswered(new Unfinished(50, false, List.of()));
        return recovery
                .preparedListed(prepared.map(text -> new Listed(null, text, RecoverySettings.DEFAULTS.foreignAfterMs()))
                        .toList())
                .stream()
                .filter(RecoveryStep.Report.class::isInstance)
                .map(step -> ((SessionCommand.OpenIncident) ((RecoveryStep.Report) step).command()).branch())
                .toList();
    }
}
