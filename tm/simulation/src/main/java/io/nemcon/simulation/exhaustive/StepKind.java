package io.nemcon.simulation.exhaustive;

/** What can happen next; with what it happens to, one line of a counterexample. */
enum StepKind {
    PREPARED("client: PREPARE %s is answered YES"),
    REFUSES("client: PREPARE %s is answered NO"),
    UNANSWERED("client: PREPARE %s is not answered, and may land late"),
    ONLY_READ("client: PREPARE %s is answered READ_ONLY"),
    DECIDED("client: DECIDE of %s is applied and answered"),
    DECIDED_AND_LEFT("client: DECIDE of %s is applied and answered, and its branches are left to the agents"),
    REFUSED("client: DECIDE of %s is refused by a limit, undecided"),
    TIME_OVER("client: the time of %s is over"),
    ENDED("client: phase two, or rollback, of %s is done and verified"),
    UNSETTLED("client: phase two, or rollback, of %s is sent and not answered"),
    OWNER_ASKED("client: is asked about %s and does not have it open"),
    CLIENT_CRASHES("client: dies"),
    LATE_PREPARE("database: a late PREPARE %s lands"),
    LATE_COMMIT("database: a late COMMIT PREPARED %s lands"),
    LATE_ROLLBACK("database: a late ROLLBACK PREPARED %s lands"),
    CONNECTION_ENDS("database: the connection of %s ends, unprepared work is undone"),
    REQUEST_APPLIED("leader: applies a request, and its answer is lost: %s"),
    WATERMARK("leader: hears that nothing below sequence %s will be decided"),
    SESSION_ENDS("leader: the client's session ends"),
    STALE_EXPIRY("leader: the expiry that the lost leader had proposed is applied in another term"),
    LEADER_LOST("leader: is lost, another one leads in term 2"),
    FORGOTTEN("leader: the retention time is over"),
    ROUND_STEP("agent %s"),
    ROUND_FAILS("agent %s: no answer, the round starts over"),
    COMMAND_LOST("agent %s: the command is sent and not answered, the round starts over"),
    REPORT_UNANSWERED("agent %s: its report is applied and not answered, the round starts over"),
    AGENT_CRASHES("agent %s: dies"),
    AGENT_STARTS("agent %s: starts again, with a new session"),
    WHOLE_ROUND("agent of %s: goes a whole round");

    private static final StepKind[] ALL = values();

    private final String words;

    StepKind(String words) {
        this.words = words;
    }

    /** As one number, with a small number of what it happens to. */
    int code(int argument) {
        return argument << Byte.SIZE | ordinal();
    }

    static StepKind of(int code) {
        return ALL[code & 0xff];
    }

    static int argument(int code) {
        return code >>> Byte.SIZE;
    }

    String words(String argument) {
        return words.formatted(argument);
    }
}
