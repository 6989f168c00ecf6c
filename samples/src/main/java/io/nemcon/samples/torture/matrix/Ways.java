package io.nemcon.samples.torture.matrix;

import io.nemcon.node.host.CrashPoint;
import io.nemcon.samples.torture.point.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How each role comes to pass each point, or why it never does; and so which cells there are. */
public final class Ways {

    /** Either a way, or a reason why there is none. */
    private record Found(@Nullable Way way, String whyNot) {}

    private static final String NO_NODE = "it is no TM node";
    private static final String NO_CLIENT = "a TM node has no client in it";
    private static final String FOLLOWS = "a node that follows proposes nothing and has no clients to tell news";

    private static final String ALONE = "the matrix's transactions stay in one process";

    private Ways() {}

    /** All that can be reached, in the order of points. */
    public static List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (CrashPoint point : CrashPoint.values()) {
            for (Role role : Role.values()) {
                for (Action action : Action.values()) {
                    boolean canBe = action != Action.ERROR || point.canFail();
                    if (canBe && find(point, role).way() != null) {
                        cells.add(new Cell(point, action, role));
                    }
                }
            }
        }
        return cells;
    }

    /** The points that a role never passes, with the reason; those of other kinds of processes aside. */
    public static Map<String, String> unreachable() {
        Map<String, String> reasons = new TreeMap<>();
        for (CrashPoint point : CrashPoint.values()) {
            for (Role role : Role.values()) {
                Found found = find(point, role);
                if (found.way() == null
                        && !found.whyNot().equals(NO_NODE)
                        && !found.whyNot().equals(NO_CLIENT)) {
                    reasons.put(point + "/" + role.word(), found.whyNot());
                }
            }
            if (!point.canFail()) {
                reasons.put(point + "/" + Action.ERROR.word(), "there is nothing that could fail");
            }
        }
        return reasons;
    }

    /** @throws IllegalArgumentException if there is none */
    static Way of(Cell cell) {
        Found found = find(cell.point(), cell.role());
        if (found.way() == null) {
            throw new IllegalArgumentException(cell + " is no cell: " + found.whyNot());
        }
        return found.way();
    }

    private static Found find(CrashPoint point, Role role) {
        boolean ofNode = point.name().startsWith("NODE_");
        boolean isNode = role == Role.LEADER || role == Role.FOLLOWER;
        if (ofNode != isNode) {
            return never(ofNode ? NO_NODE : NO_CLIENT);
        }
        return switch (role) {
            case LEADER -> ofLeader(point);
            case FOLLOWER -> ofFollower(point);
            case AGENT -> point.name().startsWith("CLIENT_") ? ofAgentsClient(point) : ofAgent(point);
            case APP -> point.name().startsWith("CLIENT_") ? ofApp(point) : ofAgent(point);
        };
    }

    private static Found by(Way way) {
        return new Found(way, "");
    }

    private static Found never(String why) {
        return new Found(null, why);
    }

    private static Found ofLeader(CrashPoint point) {
        return switch (point) {
            case NODE_BEFORE_LEADER_STARTED -> by(Way.NEW_LEADER);
            case NODE_BEFORE_EXPIRY_PROPOSED, NODE_BEFORE_AGENT_WANTED -> by(Way.ORPHANS_PREPARED);
            case NODE_BEFORE_OWNER_ASKED -> by(Way.LATE_PREPARE);
            case NODE_BEFORE_SESSION_END_TOLD -> by(Way.APP_STOP);
            case NODE_BEFORE_VOTES_ASKED, NODE_BEFORE_OUTCOME_TOLD -> never(ALONE);
            case NODE_BEFORE_SNAPSHOT_SAVED, NODE_SNAPSHOT_SAVED -> by(Way.SNAPSHOT);
            case NODE_BEFORE_SNAPSHOT_LOADED ->
                never("a node that starts follows first, and who leads needs no snapshot");
            case NODE_RAFT_REQUEST_RECEIVED, NODE_BEFORE_RAFT_REPLY -> by(Way.FOLLOWER_ASKED);
            default -> by(Way.TRAFFIC);
        };
    }

    private static Found ofFollower(CrashPoint point) {
        return switch (point) {
            case NODE_BEFORE_PROPOSE,
                    NODE_PROPOSED,
                    NODE_BEFORE_LEADER_STARTED,
                    NODE_BEFORE_EXPIRY_PROPOSED,
                    NODE_BEFORE_AGENT_WANTED,
                    NODE_BEFORE_OWNER_ASKED,
                    NODE_BEFORE_VOTES_ASKED,
                    NODE_BEFORE_OUTCOME_TOLD,
                    NODE_BEFORE_SESSION_END_TOLD -> never(FOLLOWS);
            case NODE_BEFORE_READ_INDEX, NODE_READ_CONFIRMED, NODE_BEFORE_RAFT_REQUEST -> by(Way.FOLLOWER_ASKED);
            case NODE_BEFORE_SNAPSHOT_SAVED, NODE_SNAPSHOT_SAVED -> by(Way.SNAPSHOT);
            case NODE_BEFORE_SNAPSHOT_LOADED -> by(Way.START_FROM_SNAPSHOT);
            default -> by(Way.TRAFFIC);
        };
    }

    private static Found ofApp(CrashPoint point) {
        return switch (point) {
            case CLIENT_BEFORE_SESSION_OPENED, CLIENT_SESSION_OPENED, CLIENT_BEFORE_GROUP_ASKED -> by(Way.START);
            case CLIENT_NEWS_RECEIVED, CLIENT_BEFORE_UNKNOWN_ABORTED -> by(Way.LATE_PREPARE);
            case CLIENT_BEFORE_READ_ONLY_END, CLIENT_READ_ONLY_ENDED -> by(Way.READ_BESIDE);
            case CLIENT_BEFORE_ONE_PHASE, CLIENT_ONE_PHASE_COMMITTED -> by(Way.ONE_PHASE);
            case CLIENT_BEFORE_ROLLBACK -> by(Way.REFUSED);
            case CLIENT_ROLLED_BACK -> by(Way.GIVEN_UP);
            case CLIENT_BEFORE_OUTCOME_ASKED -> never("today's ledger answers every DECIDE with the outcome");
            case CLIENT_BEFORE_SESSION_CLOSED -> by(Way.STOP);
            case CLIENT_BEFORE_JOIN,
                    CLIENT_JOINED,
                    CLIENT_BEFORE_VOTE,
                    CLIENT_VOTED,
                    CLIENT_BEFORE_JOINED_OUTCOMES_ASKED -> never(ALONE);
            default -> by(Way.TRANSFER);
        };
    }

    private static Found ofAgentsClient(CrashPoint point) {
        return switch (point) {
            case CLIENT_BEFORE_SESSION_OPENED, CLIENT_SESSION_OPENED, CLIENT_BEFORE_GROUP_ASKED -> by(Way.START);
            case CLIENT_BEFORE_HEARTBEAT, CLIENT_HEARTBEAT_ANSWERED, CLIENT_BEFORE_CALL, CLIENT_CALL_ANSWERED ->
                by(Way.TRAFFIC);
            case CLIENT_NEWS_RECEIVED -> by(Way.ORPHANS_PREPARED);
            case CLIENT_BEFORE_SESSION_CLOSED -> by(Way.STOP);
            default -> never("an agent has no transactions of its own");
        };
    }

    private static Found ofAgent(CrashPoint point) {
        return switch (point) {
            case AGENT_BEFORE_REGISTERED, AGENT_REGISTERED -> by(Way.START);
            case AGENT_BEFORE_SET_BACK_REPORTED -> never("no backup is restored in the matrix");
            case AGENT_BEFORE_GROUP_ASKED, AGENT_BEFORE_STANDING_ASKED -> by(Way.START_ALONE);
            case AGENT_BEFORE_COMMIT, AGENT_COMMITTED, AGENT_BEFORE_FINISHED_REPORTED, AGENT_REPORTED ->
                by(Way.ORPHANS_DECIDED);
            case AGENT_BEFORE_WITNESS_ASKED -> by(Way.ORPHANS_COMMITTED);
            case AGENT_BEFORE_OWNER_ASKED -> by(Way.LATE_PREPARE);
            case AGENT_BEFORE_INCIDENT_REPORTED -> by(Way.BY_HAND);
            case AGENT_BEFORE_FORGET -> never("PostgreSQL never ends a prepared branch by itself");
            case AGENT_BEFORE_OLD_WITNESSES_LISTED -> by(Way.TRAFFIC);
            case AGENT_BEFORE_OLD_OUTCOMES_ASKED,
                    AGENT_BEFORE_OLD_UNFINISHED_ASKED,
                    AGENT_BEFORE_OLD_WITNESSES_REMOVED ->
                never("PostgreSQL's witness is a transaction id: nothing of it is ever removed");
            case AGENT_BEFORE_SIGNED_OFF -> by(Way.STOP);
            default -> by(Way.ORPHANS_PREPARED);
        };
    }
}
