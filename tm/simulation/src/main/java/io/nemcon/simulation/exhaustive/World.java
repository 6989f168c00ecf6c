package io.nemcon.simulation.exhaustive;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The machines of a scope, and its first state. Not thread-safe. */
final class World {

    final Scope scope;
    final Ledgers ledgers;
    final Requests requests;
    final List<Owners> owners;

    /** By database. */
    final List<Agents> agents;

    World(Scope scope) {
        this.scope = scope;
        this.ledgers = new Ledgers(scope);
        this.requests = new Requests(ledgers);
        this.owners =
                IntStream.range(0, Cast.TRANSACTIONS).mapToObj(Owners::new).toList();
        this.agents = IntStream.range(0, Cast.DATABASES).mapToObj(Agents::new).toList();
    }

    Agents agentsOf(int agent) {
        return agents.get(scope.resourceOfAgent().get(agent));
    }

    State first() {
        State first = new State();
        first.ledger = ledgers.first();
        first.lowest = 1;
        first.watermark = 1;
        for (int transaction = 0; transaction < Cast.TRANSACTIONS; transaction++) {
            first.owner[transaction] = owners.get(transaction).first();
            if (transaction >= scope.transactions()) {
                leaveOut(first, transaction);
            }
        }
        agents.forEach(Agents::first);
        for (int agent = 0; agent < scope.resourceOfAgent().size(); agent++) {
            Agents machines = agentsOf(agent);
            first.agent[agent] = machines.next(State.GONE, machines.start);
        }
        return first;
    }

    /** A transaction that was rolled back before the world began. */
    private void leaveOut(State first, int transaction) {
        first.owner[transaction] = owners.get(transaction).next(first.owner[transaction], Owners.LEFT);
        first.told(transaction, State.TOLD_ROLLED_BACK);
        for (int database = 0; database < Cast.DATABASES; database++) {
            first.branch(Cast.branch(transaction, database), State.ROLLED_BACK);
        }
    }

    List<Integer> machineStates() {
        List<Integer> states = new ArrayList<>();
        states.add(ledgers.states());
        owners.forEach(one -> states.add(one.states()));
        agents.forEach(one -> states.add(one.states()));
        return states;
    }

    long stepped() {
        long stepped = ledgers.stepped();
        for (Owners one : owners) {
            stepped += one.stepped();
        }
        for (Agents one : agents) {
            stepped += one.stepped();
        }
        return stepped;
    }
}
