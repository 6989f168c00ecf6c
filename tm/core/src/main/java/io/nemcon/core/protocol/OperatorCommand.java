package io.nemcon.core.protocol;

import io.nemcon.core.id.Gtrid;

/** What an operator may ask the ledger to do; who and why come with {@link Command.FromOperator}. */
public sealed interface OperatorCommand {

    <R> R accept(Visitor<R> visitor);

    /**
     * Decides a transaction that nobody else can decide. Refused where a decision exists, and COMMIT where its owner may still
     * decide it: only the owner knows its branches.
     */
    record Resolve(Gtrid gtrid, Decision decision) implements OperatorCommand {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.resolve(this);
        }
    }

    /** A person has settled it: its branch counts as finished. */
    record CloseIncident(long incident) implements OperatorCommand {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.closeIncident(this);
        }
    }

    /** One method a command: adding a command breaks the compile wherever one is handled. */
    interface Visitor<R> {
        R resolve(Resolve command);

        R closeIncident(CloseIncident command);
    }
}
