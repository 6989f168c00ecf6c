package io.nemcon.wire;

/** How a call ended: named for what the caller now knows. */
public enum WireStatus {
    OK(0),
    /** The service did nothing: this node does not lead. The hint names the leader, if it is known. */
    NOT_LEADER(1),
    /** Nothing was done: a limit, named in the message, was reached. Ask again later. */
    BUSY(2),
    /** Nothing was done and nothing will be: asking again as it stands is of no use. */
    REFUSED(3),
    /** It may have been carried out, or may yet be. */
    UNKNOWN_OUTCOME(4),
    /** Surely not delivered. */
    UNAVAILABLE(5),
    /** Nothing was done: the node has no such service or method. */
    UNKNOWN_METHOD(6);

    private final int code;

    WireStatus(int code) {
        this.code = code;
    }

    /** The number that travels; never reused. */
    public int code() {
        return code;
    }

    /** The status with this number; {@link #UNKNOWN_OUTCOME} for a number of a later version. */
    public static WireStatus ofCode(int code) {
        for (WireStatus status : values()) {
            if (status.code == code) {
                return status;
            }
        }
        return UNKNOWN_OUTCOME;
    }
}
