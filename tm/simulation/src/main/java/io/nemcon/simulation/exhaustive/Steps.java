package io.nemcon.simulation.exhaustive;

/** Every step that is possible in a state, always in the same order. */
final class Steps {

    final Move move;

    private final DatabaseSteps databases;
    private final GroupSteps group;
    private final OwnerSteps owners;
    private final AgentSteps agents;

    Steps(World world, Move.Sink sink) {
        this.move = new Move(world, sink);
        this.databases = new DatabaseSteps(move);
        this.group = new GroupSteps(move);
        this.owners = new OwnerSteps(move, group, databases);
        this.agents = new AgentSteps(move, group, databases);
    }

    /** Of {@code move.at}. */
    void all() {
        databases.all();
        owners.all();
        group.all();
        agents.all();
    }
}
