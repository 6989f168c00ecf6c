package io.nemcon.simulation.check;

import io.nemcon.core.ledger.Ledger;
import io.nemcon.core.ledger.LedgerSnapshot;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** Replicas' states: the same after as many entries (P16), and sessions (P5) and agents (P10) as the log says. */
final class ReplicaRules {

    private record Seen(byte[] snapshot, long hash) {}

    private final Checkpoints checkpoints;
    private final BiConsumer<Rule, String> violated;

    /** By entries applied: the state of the replica that was there first. */
    private final Map<Integer, Seen> states = new HashMap<>();

    ReplicaRules(Checkpoints checkpoints, BiConsumer<Rule, String> violated) {
        this.checkpoints = checkpoints;
        this.violated = violated;
    }

    /** After so many entries. */
    void state(String node, int applied, byte[] snapshot) {
        Seen first = states.get(applied);
        if (first != null && Arrays.equals(first.snapshot(), snapshot)) {
            return;
        }
        Ledger replica = LedgerSnapshot.read(snapshot);
        long hash = replica.hash();
        if (first == null) {
            states.put(applied, new Seen(snapshot, hash));
            wrongReplica(Rule.P5, node, checkpoints.wrongSession(applied, replica));
            wrongReplica(Rule.P10, node, checkpoints.wrongAgent(applied, replica));
        } else if (first.hash() != hash) {
            violated.accept(Rule.P16, node + " differs after " + applied + " entries");
        }
    }

    private void wrongReplica(Rule rule, String node, String wrong) {
        if (!wrong.isEmpty()) {
            violated.accept(rule, node + ": " + wrong);
        }
    }

    /** Of a replica that has applied all there is. */
    void caughtUp(Ledger replica) {
        wrongReplica(Rule.P5, "the leader", checkpoints.wrongSession(replica));
        wrongReplica(Rule.P10, "the leader", checkpoints.wrongAgent(replica));
    }
}
