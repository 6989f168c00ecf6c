package io.nemcon.core.commit;

import io.nemcon.core.protocol.SessionCommand;

/** What the commit wants done. Nothing of it has happened yet; steps of one list may be carried out side by side. */
public sealed interface Step {

    /** Answer with {@link CommitProtocol#readOnlyAnswered}. */
    record EndReadOnly(int number) implements Step {}

    /** Answer with {@link CommitProtocol#prepareAnswered}. */
    record Prepare(int number) implements Step {}

    /** Answer with {@link CommitProtocol#onePhaseEnded}. */
    record CommitOnePhase(int number) implements Step {}

    /**
     * Send, and repeat until the ledger answers; then {@link CommitProtocol#decided} or
     * {@link CommitProtocol#decideRefused}.
     */
    record Decide(SessionCommand.Decide command) implements Step {}

    /** Answer with {@link CommitProtocol#branchEnded}. */
    record Commit(int number) implements Step {}

    /** Answer with {@link CommitProtocol#branchEnded}. */
    record Rollback(int number) implements Step {}

    /** Send when convenient; if it is lost the agents find out. */
    record ReportFinished(SessionCommand.Finished command) implements Step {}

    /** The application's answer. At most one a transaction. */
    record Tell(Told told) implements Step {}
}
