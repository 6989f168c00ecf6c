package io.nemcon.simulation.check;

/** What must hold, by the numbers of the properties it stands for, in words. */
public enum Rule {
    P1("no branch of a transaction is committed while another one that wrote is rolled back"),
    P2(
            "a transaction is decided COMMIT only when every branch that wrote is prepared, and the decision names them all"),
    P3("what an application was told of a transaction's end is so in every database, and stays so"),
    P4("a prepared branch is committed only after COMMIT is in the log, and rolled back only after ABORT is, or by its"
            + " owner before that ever sent COMMIT"),
    P5("whoever asks for an outcome hears the first decision in the log, and nobody hears PENDING after it,"
            + " or FORGOTTEN before its time"),
    WATERMARK("what a living owner's word on its lowest open transaction aborts is not committed by it any more"),
    P6("when the faults are over, everything is resolved within the stated bound"),
    HEURISTIC("what a person ended against the decision is an incident"),
    P9("no session expires before its time to live, or the grace after its connection died, has passed at the leader"),
    P10("the end of a session takes it off every resource it was agent of, and who is an agent by the ledger is one"),
    EMBEDDED("an embedded ledger that starts anew has ended its former session before it opens another one"),
    P13("no money is made or lost"),
    P15("when all is quiet nothing is left prepared, locked, undecided or unfinished"),
    P16("replicas at the same index have the same state"),
    SOUND("nothing fails that has no reason to: no thread dies, no replica stops, no transaction's end breaks");

    private final String words;

    Rule(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
