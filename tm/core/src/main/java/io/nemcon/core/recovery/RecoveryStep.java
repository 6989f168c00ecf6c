package io.nemcon.core.recovery;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.core.protocol.Witness;
import java.util.List;

/** What recovery wants done next. Nothing of it has happened yet. Steps of one list are carried out in order. */
public sealed interface RecoveryStep {

    /** Answer with {@link RecoveryProtocol#unfinishedAnswered}. */
    record QueryUnfinished() implements RecoveryStep {}

    /** Answer with {@link RecoveryProtocol#preparedListed}. */
    record ListPrepared() implements RecoveryStep {}

    /** Answer with {@link RecoveryProtocol#outcomesAnswered}. */
    record QueryOutcomes(List<Gtrid> gtrids) implements RecoveryStep {
        public QueryOutcomes {
            gtrids = List.copyOf(gtrids);
        }
    }

    /** Answer with {@link RecoveryProtocol#commanded}, or {@link RecoveryProtocol#endedByItself}. */
    record Commit(Listed prepared) implements RecoveryStep {}

    /** Answer with {@link RecoveryProtocol#commanded}, or {@link RecoveryProtocol#endedByItself}. */
    record Rollback(Listed prepared) implements RecoveryStep {}

    /** Answer with {@link RecoveryProtocol#witnessAnswered}. */
    record AskWitness(BranchId branch, Witness witness) implements RecoveryStep {}

    /** The group is to ask the owners; no answer to wait for. */
    record Inquire(List<Gtrid> gtrids) implements RecoveryStep {
        public Inquire {
            gtrids = List.copyOf(gtrids);
        }
    }

    /** A request to the ledger; a lost one is made again in a later round. */
    record Report(SessionCommand command) implements RecoveryStep {}

    /**
     * The resource may forget a branch that it ended by itself: all there was to report of it has been answered, or this step
     * is not reached. No answer to wait for.
     */
    record Forget(Listed ended) implements RecoveryStep {}

    /**
     * The round is over.
     *
     * @param left branches of ours that need another round soon
     */
    record RoundEnded(int left) implements RecoveryStep {}
}
