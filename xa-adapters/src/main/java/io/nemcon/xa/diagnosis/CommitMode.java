package io.nemcon.xa.diagnosis;

/** How a database takes part in transactions (design section 7). */
public enum CommitMode {
    TWO_PHASE_SQL("two-phase SQL", "prepares by SQL over plain connections"),
    XA_RESOURCE("XAResource", "prepares by its driver's own XA"),
    UNDO_REDO(
            "undo/redo",
            "cannot prepare; undo/redo mode is what would fit it, one-phase work alone is what it can do now");

    private final String label;
    private final String meaning;

    CommitMode(String label, String meaning) {
        this.label = label;
        this.meaning = meaning;
    }

    /** As users write it. */
    public String label() {
        return label;
    }

    public String meaning() {
        return meaning;
    }
}
