package io.nemcon.simulation.exhaustive;

import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.EndReason;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.core.recovery.Testimony;
import io.nemcon.simulation.check.Rule;
import io.nemcon.simulation.exhaustive.Agents.Input;
import io.nemcon.simulation.exhaustive.Agents.Next;
import java.util.Objects;

/** What agents do, step by step, and their crashes. */
final class AgentSteps {

    private static final int STARTS_CALM = 50;
    private static final int AMID_CALM = 60;
    private static final int BEGINS_CALM = 70;
    private static final int WHOLE_CALM = 80;

    /** No round is longer. */
    private static final int STEPS_MAX = 100;

    private final Move move;
    private final World world;
    private final GroupSteps group;
    private final DatabaseSteps databases;

    /** By database and by number of the answer. */
    private final LongMap answerInputs = new LongMap();

    AgentSteps(Move move, GroupSteps group, DatabaseSteps databases) {
        this.move = move;
        this.world = move.world;
        this.group = group;
        this.databases = databases;
    }

    void all() {
        for (int agent = 0; agent < world.scope.resourceOfAgent().size(); agent++) {
            Agents.View view = world.agentsOf(agent).view(move.at.agent[agent]);
            if (view.next() == Next.NOTHING) {
                start(agent);
            } else {
                if (mayGoOn(agent, view)) {
                    step(agent, view);
                }
                if (view.amidRound()) {
                    fail(agent, view);
                }
                if (world.scope.agentCrashes() && !move.at.agentCrashed) {
                    crash(agent, view);
                }
            }
        }
        for (int database = 0; database < Cast.DATABASES; database++) {
            if (!world.scope.hasAgent(database)) {
                wholeRound(database);
            }
        }
    }

    private boolean mayGoOn(int agent, Agents.View view) {
        int other = 1 - agent;
        return view.amidRound()
                || world.scope.roundsMeet()
                || other >= world.scope.resourceOfAgent().size()
                || !world.agentsOf(other).view(move.at.agent[other]).amidRound();
    }

    private SessionId session(int agent) {
        return world.ledgers.view(move.next.ledger).agents().get(agent);
    }

    /** The next step of its round, done and answered. */
    private void step(int agent, Agents.View view) {
        State next = move.begin();
        int database = world.scope.resourceOfAgent().get(agent);
        if (view.next() == Next.REPORT) {
            coverReport(view);
        }
        next.agent[agent] = act(next, database, next.agent[agent], session(agent));
        move.about(view);
        int calm = view.amidRound() ? AMID_CALM + agent : hasWork(database) ? BEGINS_CALM + agent : Move.NEVER;
        move.done(StepKind.ROUND_STEP, agent, calm);
    }

    /** Something is left to be done there, or to be looked for. */
    private boolean hasWork(int database) {
        boolean unrest = (world.ledgers.view(move.at.ledger).unrest() & 1 << database) != 0;
        return unrest || prepared(move.at, database) != 0;
    }

    private void wholeRound(int database) {
        State next = move.begin();
        Agents machines = world.agents.get(database);
        int agent = machines.next(State.GONE, machines.start);
        SessionId session = session(Cast.AGENTS + database);
        int steps = 0;
        do {
            agent = act(next, database, agent, session);
            move.violatedIf(++steps > STEPS_MAX, Rule.SOUND, () -> "a round does not end");
        } while (machines.view(agent).amidRound() && move.broken() == null);
        move.done(StepKind.WHOLE_ROUND, database, hasWork(database) ? WHOLE_CALM : Move.NEVER);
    }

    /** Does what an agent is about to do; its state then. */
    private int act(State next, int database, int agent, SessionId session) {
        Agents machines = world.agents.get(database);
        Agents.View view = machines.view(agent);
        int input =
                switch (view.next()) {
                    case QUERY_UNFINISHED -> ask(next, database, group.unfinishedOf(database));
                    case QUERY_OUTCOMES -> ask(next, database, group.outcomesOf(view.transactions()));
                    case LIST -> machines.listed(prepared(next, database));
                    case COMMIT -> machines.commanded(commit(next, view.branch()));
                    case ROLLBACK -> machines.commanded(rollback(next, view.branch()));
                    case ASK_WITNESS -> machines.testified(testimony(next, view.branch()));
                    case INQUIRE -> {
                        inquire(next, view.transactions());
                        yield machines.done;
                    }
                    case REPORT -> {
                        Result result = report(next, session, view);
                        yield (result instanceof Result.Refused || result instanceof Result.SessionEnded
                                ? machines.noAnswer
                                : machines.done);
                    }
                    case NOTHING -> throw new IllegalStateException("the agent is down");
                };
        move.faultIf(machines.output(agent, input));
        return machines.next(agent, input);
    }

    private int ask(State next, int database, int query) {
        int answer = group.ask(next, query);
        Answer said = group.answer(next, answer);
        long key = (long) answer << 1 | database;
        long input = answerInputs.get(key);
        if (input == LongMap.NONE) {
            input = world.agents.get(database).number(new Input.Answered(said));
            answerInputs.put(key, input);
        }
        return (int) input;
    }

    /** Bits of transactions. */
    private int prepared(State next, int database) {
        int prepared = 0;
        for (int transaction = 0; transaction < Cast.TRANSACTIONS; transaction++) {
            if (next.branch(Cast.branch(transaction, database)) == State.PREPARED) {
                prepared |= 1 << transaction;
            }
        }
        return prepared;
    }

    private boolean commit(State next, int branch) {
        boolean done = databases.commit(next, branch);
        if (done) {
            move.cover(Cover.AGENT_COMMITS);
        }
        return done;
    }

    private boolean rollback(State next, int branch) {
        boolean done = databases.rollbackPrepared(next, branch, false);
        if (done) {
            move.cover(Cover.AGENT_ROLLS_BACK);
        }
        return done;
    }

    private Testimony testimony(State next, int branch) {
        Testimony testimony =
                switch (next.branch(branch)) {
                    case State.COMMITTED -> Testimony.COMMITTED;
                    case State.ROLLED_BACK -> Testimony.ROLLED_BACK;
                    default -> Testimony.IN_PROGRESS;
                };
        move.detail(testimony);
        if (testimony == Testimony.COMMITTED && next.outcome(branch / Cast.DATABASES) == Outcome.COMMITTED) {
            move.cover(Cover.WITNESS_PROVES_COMMIT);
        }
        return testimony;
    }

    private void inquire(State next, int transactions) {
        move.detail("has owners asked");
        for (int transaction = 0; transaction < Cast.TRANSACTIONS; transaction++) {
            if ((transactions & 1 << transaction) != 0) {
                next.requests = world.requests.withInquiry(next.requests, transaction);
            }
        }
    }

    private Result report(State next, SessionId session, Agents.View view) {
        SessionCommand report = Objects.requireNonNull(view.report());
        if (report instanceof SessionCommand.OpenIncident incident) {
            move.violated(
                    Rule.P15,
                    "incident " + incident.kind() + " about " + incident.branch() + ", and nobody interfered: "
                            + incident.evidence());
            return new Result.Done();
        }
        Result result = group.apply(next, Ledgers.of(session, report));
        if (report instanceof SessionCommand.Scanned) {
            move.cover(Cover.SCANNED);
        }
        return result;
    }

    private void coverReport(Agents.View view) {
        boolean finished = view.report() instanceof SessionCommand.Finished;
        boolean last = Integer.bitCount(world.ledgers.view(move.at.ledger).unfinished()) == 1;
        if (finished && last && move.at.clientCrashed && move.at.told(0) == State.NOBODY) {
            move.cover(Cover.AGENT_FINISHES_FOR_THE_DEAD);
        }
    }

    // ---- faults

    private void fail(int agent, Agents.View view) {
        Agents machines = world.agentsOf(agent);
        give(move.begin(), agent, machines.noAnswer);
        move.done(StepKind.ROUND_FAILS, agent, Move.NEVER);
        if ((view.next() == Next.COMMIT || view.next() == Next.ROLLBACK)
                && move.at.troubles < world.scope.troublesMax()) {
            State next = move.begin();
            next.troubles++;
            OwnerSteps.sendLate(next, view.branch(), view.next() == Next.COMMIT);
            give(next, agent, machines.noAnswer);
            move.done(StepKind.COMMAND_LOST, agent, Move.NEVER);
        }
        if (view.next() == Next.REPORT) {
            State next = move.begin();
            report(next, session(agent), view);
            give(next, agent, machines.noAnswer);
            move.done(StepKind.REPORT_UNANSWERED, agent, Move.NEVER);
        }
    }

    private void crash(int agent, Agents.View view) {
        State next = move.begin();
        next.agentCrashed = true;
        if (view.next() == Next.COMMIT || view.next() == Next.ROLLBACK) {
            OwnerSteps.sendLate(next, view.branch(), view.next() == Next.COMMIT);
        }
        if (view.next() == Next.REPORT) {
            move.cover(Cover.AGENT_CRASHED_AMID);
        }
        give(next, agent, world.agentsOf(agent).crash);
        move.done(StepKind.AGENT_CRASHES, agent, Move.NEVER);
    }

    /** Its old session's grace is over, and its process opens another one. */
    private void start(int agent) {
        State next = move.begin();
        int database = world.scope.resourceOfAgent().get(agent);
        group.apply(
                next, new Command.EndSession(session(agent), EndReason.EXPIRED, next.term()), Ledgers.opens(agent, 2));
        group.apply(next, Ledgers.of(session(agent), new SessionCommand.RegisterAgent(Cast.database(database), 1)));
        give(next, agent, world.agentsOf(agent).start);
        move.done(StepKind.AGENT_STARTS, agent, STARTS_CALM);
    }

    private void give(State next, int agent, int input) {
        Agents machines = world.agentsOf(agent);
        move.faultIf(machines.output(next.agent[agent], input));
        next.agent[agent] = machines.next(next.agent[agent], input);
    }
}
