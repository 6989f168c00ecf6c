package io.nemcon.server.raft;

import io.nemcon.node.log.LogListener;
import io.nemcon.node.log.LogState;
import io.nemcon.node.log.Role;
import io.nemcon.wire.WireEndpoint;
import java.util.Collection;

/**
 * Where this node stands, as its listener was last told. Changed on the apply thread, read on any.
 *
 * <p>An observer goes on naming a leader that is gone until there is a new one: it waits for no election, so it has no clock
 * to find out by.
 *
 * <pre>
 *   CANDIDATE or OBSERVER --following--> FOLLOWER or OBSERVER --lost--> CANDIDATE or OBSERVER
 *   CANDIDATE --leading--> LEADER --lost--> CANDIDATE
 *   any --stopped--> STOPPED
 * </pre>
 */
final class Standing {

    private final String self;
    private final LogListener listener;
    private boolean voter;
    private volatile LogState state;

    Standing(RaftLogConfig config, LogListener listener) {
        this.self = config.self().toString();
        this.listener = listener;
        this.voter = config.voters().contains(config.self());
        this.state = new LogState(idle(), 0, "");
    }

    LogState state() {
        return state;
    }

    void onLeading(long term) {
        become(Role.LEADER, term, self);
    }

    void onFollowing(long term, String leader) {
        become(roleUnder(leader), term, leader);
    }

    /** There is no leader, or this node is it no longer. */
    void onLeaderLost(long term) {
        become(idle(), term, "");
    }

    void onVoters(Collection<WireEndpoint> voters) {
        voter = voters.stream().anyMatch(member -> member.toString().equals(self));
        if (state.role() != Role.LEADER) {
            become(roleUnder(state.leader()), state.term(), state.leader());
        }
    }

    /** For good. */
    void onStopped() {
        become(Role.STOPPED, 0, "");
    }

    private Role roleUnder(String leader) {
        return voter && !leader.isEmpty() ? Role.FOLLOWER : idle();
    }

    private Role idle() {
        return voter ? Role.CANDIDATE : Role.OBSERVER;
    }

    private void become(Role role, long term, String leader) {
        LogState next = new LogState(role, Math.max(term, state.term()), leader);
        if (state.role() != Role.STOPPED && !next.equals(state)) {
            state = next;
            listener.onStateChange(next);
        }
    }
}
