package io.nemcon.simulation.exhaustive;

import java.util.List;

/**
 * How small the world is. Loss, delay, repetition and reordering of requests are not bounded by it: what is sent may arrive
 * never, once, or again and again, at any later time. The client may die once, the leader may be lost once, the client's
 * session may end at any moment.
 *
 * @param transactions 1 or 2, of one client, each with a branch in both databases
 * @param resourceOfAgent the databases of up to two agents whose rounds are gone step by step; a database without one has
 *     an agent whose rounds are one step
 * @param troublesMax how often in all a database refuses or does not answer, a branch only read, a transaction's time is
 *     over, or the ledger refuses by a limit
 * @param roundsMeet whether both agents may be amid a round at the same time
 * @param agentCrashes whether one agent dies and starts again
 * @param forgets whether the time for which outcomes are kept may be over
 */
public record Scope(
        String name,
        int transactions,
        List<Integer> resourceOfAgent,
        int troublesMax,
        boolean roundsMeet,
        boolean agentCrashes,
        boolean forgets) {

    /** The smallest: a few seconds, with two troubles. */
    public static final Scope ONE = new Scope("one transaction", 1, List.of(), 2, false, false, true);

    /** Two transactions, and every kind of trouble between client, leader and databases. */
    public static final Scope TRANSACTIONS = new Scope("two transactions", 2, List.of(), 1, false, false, true);

    /** An agent of each database, either may crash at any of its steps. */
    public static final Scope AGENTS = new Scope("two agents step by step", 1, List.of(0, 1), 0, false, true, false);

    /** What continuous integration goes through, to the end. */
    public static final List<Scope> SHORT = List.of(ONE, AGENTS, TRANSACTIONS);

    /** What is gone through besides where there is time. */
    public static final List<Scope> LONG = List.of(
            new Scope("two agents of one database at once", 1, List.of(0, 0), 0, true, false, false),
            new Scope("two transactions, an agent step by step", 2, List.of(0), 0, false, true, false),
            new Scope("two transactions, two troubles", 2, List.of(), 2, false, false, true));

    public Scope {
        resourceOfAgent = List.copyOf(resourceOfAgent);
    }

    boolean hasAgent(int database) {
        return resourceOfAgent.contains(database);
    }
}
