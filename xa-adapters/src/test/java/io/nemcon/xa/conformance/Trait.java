package io.nemcon.xa.conformance;

/** What one kind of database can do and another cannot. Where a trait is missing, the suite says what is promised instead. */
public enum Trait {
    /** A prepared branch outlives the connection that prepared it. */
    PREPARED_OUTLIVES_CONNECTION,
    /** A prepared branch outlives SIGKILL of the server. */
    PREPARED_OUTLIVES_CRASH,
    /** Another connection may finish a prepared branch while the one that prepared it lives. */
    FINISHED_BESIDE_OWNER,
    /** Once a branch is not listed any more, the database still tells whether it committed. */
    WITNESS,
    /** A one-phase commit without an answer can be told from a rollback, if the data source asks for a witness. */
    ONE_PHASE_WITNESS,
    /** A branch that wrote nothing leaves before the vote. */
    READ_ONLY_VOTE,
    /** A statement that failed leaves nothing of the transaction to be committed. */
    FAILED_STATEMENT_ENDS_WORK,
    /** Two transactions at SERIALIZABLE that read what the other writes do not both commit. */
    SERIALIZABLE_CONFLICTS,
    /** There is a server apart from this process: it can be reached through a proxy, and killed. */
    SERVER
}
