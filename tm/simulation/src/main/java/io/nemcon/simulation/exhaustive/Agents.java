package io.nemcon.simulation.exhaustive;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Query;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.core.recovery.Listed;
import io.nemcon.core.recovery.RecoveryProtocol;
import io.nemcon.core.recovery.RecoverySettings;
import io.nemcon.core.recovery.RecoveryStep;
import io.nemcon.core.recovery.Testimony;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The recovery protocol of one database's agent, its steps carried out one after the other as {@code RecoveryRound} does. A
 * round follows upon the other. Everything is late at once, so an agent never waits for a living owner.
 */
final class Agents extends Machines<Agents.Agent, String, Agents.View> {

    /** The protocol, null while its process is down, and the steps that are to be done. */
    static final class Agent {
        @Nullable
        RecoveryProtocol protocol;

        final Deque<RecoveryStep> steps = new ArrayDeque<>();
    }

    /** What an agent is about to do. */
    enum Next {
        NOTHING,
        QUERY_UNFINISHED,
        LIST,
        QUERY_OUTCOMES,
        COMMIT,
        ROLLBACK,
        ASK_WITNESS,
        INQUIRE,
        REPORT
    }

    /**
     * What the outside sees of a state.
     *
     * @param branch of COMMIT, ROLLBACK and ASK_WITNESS, else -1
     * @param transactions of QUERY_OUTCOMES and INQUIRE, as bits
     * @param report of REPORT
     */
    record View(
            Next next,
            int branch,
            int transactions,
            @Nullable SessionCommand report) {

        @Override
        public String toString() {
            String what = branch >= 0 ? " " + Cast.words(branch) : report != null ? " " + report : "";
            return next + what;
        }

        boolean amidRound() {
            return next != Next.NOTHING && next != Next.QUERY_UNFINISHED;
        }
    }

    /** What an agent is told. */
    sealed interface Input {

        /** The process starts, with nothing in its memory. */
        record Start() implements Input {}

        record Crash() implements Input {}

        /** Who was asked does not answer: the round is over. */
        record NoAnswer() implements Input {}

        record Answered(Answer answer) implements Input {}

        record Prepared(List<Listed> listed) implements Input {}

        record Commanded(boolean acknowledged) implements Input {}

        record Testified(Testimony testimony) implements Input {}

        record Done() implements Input {}
    }

    private static final RecoverySettings AT_ONCE = new RecoverySettings(0, 0, 0);

    /** At the begin of a round nothing of the last answer is read any more. */
    static final Set<String> LEFT_OUT_AT_BEGIN = Set.of("RecoveryProtocol.unfinished", "RecoveryProtocol.waitingFor");

    /** Counted from the first of several questions on. */
    static final Set<String> LEFT_OUT_UNCOUNTED = Set.of("RecoveryProtocol.waitingFor");

    private static final CanonicalText AT_BEGIN = new CanonicalText(LEFT_OUT_AT_BEGIN);
    private static final CanonicalText UNCOUNTED = new CanonicalText(LEFT_OUT_UNCOUNTED);

    private static final CanonicalText COUNTED = new CanonicalText(Set.of());

    private final int database;
    private final Numbered<Input> inputs = new Numbered<>();

    /* Inputs by number, at hand because they are given so often. */
    final int start = number(new Input.Start());
    final int crash = number(new Input.Crash());
    final int noAnswer = number(new Input.NoAnswer());
    final int done = number(new Input.Done());
    private final int acknowledged = number(new Input.Commanded(true));
    private final int refused = number(new Input.Commanded(false));

    /** By ordinal. */
    private final int[] testified = new int[Testimony.values().length];

    /** By bits of transactions that are prepared. */
    private final int[] listed = new int[1 << Cast.TRANSACTIONS];

    Agents(int database) {
        super("agent of " + Cast.database(database), State.AGENT_BITS);
        this.database = database;
        for (Testimony testimony : Testimony.values()) {
            testified[testimony.ordinal()] = number(new Input.Testified(testimony));
        }
        for (int transactions = 0; transactions < listed.length; transactions++) {
            listed[transactions] = number(new Input.Prepared(list(transactions)));
        }
    }

    private List<Listed> list(int transactions) {
        List<Listed> listed = new ArrayList<>();
        for (int transaction = 0; transaction < Cast.TRANSACTIONS; transaction++) {
            if ((transactions & 1 << transaction) != 0) {
                int branch = Cast.branch(transaction, database);
                listed.add(new Listed(Cast.id(branch), Cast.words(branch), 0));
            }
        }
        return listed;
    }

    int commanded(boolean done) {
        return done ? acknowledged : refused;
    }

    int testified(Testimony testimony) {
        return testified[testimony.ordinal()];
    }

    /** @param transactions whose branches are prepared, as bits */
    int listed(int transactions) {
        return listed[transactions];
    }

    int number(Input input) {
        return inputs.of(input);
    }

    @Override
    Agent make() {
        return new Agent();
    }

    /** Returns what went wrong in words, or nothing. */
    @Override
    String step(Agent agent, int input) {
        try {
            give(agent, inputs.get(input));
            while (agent.steps.peek() instanceof RecoveryStep.RoundEnded) {
                agent.steps.remove();
                agent.steps.addAll(protocol(agent).begin(0));
            }
            return "";
        } catch (RuntimeException | Error fault) { // of a production class: it is what is looked for
            return String.valueOf(fault);
        }
    }

    private void give(Agent agent, Input input) {
        if (input instanceof Input.Start) {
            agent.protocol = new RecoveryProtocol(Cast.GROUP, Cast.database(database), true, AT_ONCE);
            agent.steps.addAll(protocol(agent).begin(0));
        } else if (input instanceof Input.Crash) {
            agent.protocol = null;
            agent.steps.clear();
        } else if (input instanceof Input.NoAnswer) {
            agent.steps.clear();
            protocol(agent).abandon();
            agent.steps.addAll(protocol(agent).begin(0));
        } else {
            answer(agent, agent.steps.remove(), input);
        }
    }

    private static void answer(Agent agent, RecoveryStep asked, Input input) {
        RecoveryProtocol protocol = protocol(agent);
        if (input instanceof Input.Answered answered) {
            agent.steps.addAll(
                    answered.answer() instanceof Answer.Unfinished unfinished
                            ? protocol.unfinishedAnswered(unfinished)
                            : protocol.outcomesAnswered(((Answer.Outcomes) answered.answer()).outcomes()));
        } else if (input instanceof Input.Prepared prepared) {
            agent.steps.addAll(protocol.preparedListed(prepared.listed()));
        } else if (input instanceof Input.Commanded commanded) {
            agent.steps.addAll(protocol.commanded(asked, commanded.acknowledged()));
        } else if (input instanceof Input.Testified testified) {
            BranchId branch = ((RecoveryStep.AskWitness) asked).branch();
            agent.steps.addAll(protocol.witnessAnswered(branch, testified.testimony()));
        }
    }

    private static RecoveryProtocol protocol(Agent agent) {
        return Objects.requireNonNull(agent.protocol, "the agent is down");
    }

    @Override
    String words(Agent agent) {
        return switch (viewOf(agent).next()) {
            case NOTHING -> "down";
            case QUERY_UNFINISHED -> AT_BEGIN.of(agent);
            case COMMIT, ROLLBACK, ASK_WITNESS -> COUNTED.of(agent);
            case LIST, QUERY_OUTCOMES, INQUIRE, REPORT -> UNCOUNTED.of(agent);
        };
    }

    @Override
    View viewOf(Agent agent) {
        RecoveryStep step = agent.steps.peek();
        if (step instanceof RecoveryStep.QueryUnfinished) {
            return new View(Next.QUERY_UNFINISHED, -1, 0, null);
        } else if (step instanceof RecoveryStep.ListPrepared) {
            return new View(Next.LIST, -1, 0, null);
        } else if (step instanceof RecoveryStep.QueryOutcomes outcomes) {
            return new View(Next.QUERY_OUTCOMES, -1, bits(outcomes.gtrids()), null);
        } else if (step instanceof RecoveryStep.Commit commit) {
            return new View(Next.COMMIT, branchOf(commit.prepared()), 0, null);
        } else if (step instanceof RecoveryStep.Rollback rollback) {
            return new View(Next.ROLLBACK, branchOf(rollback.prepared()), 0, null);
        } else if (step instanceof RecoveryStep.AskWitness ask) {
            return new View(Next.ASK_WITNESS, Cast.branchOf(ask.branch()), 0, null);
        } else if (step instanceof RecoveryStep.Inquire inquire) {
            return new View(Next.INQUIRE, -1, bits(inquire.gtrids()), null);
        } else if (step instanceof RecoveryStep.Report report) {
            return new View(Next.REPORT, -1, 0, report.command());
        }
        return new View(Next.NOTHING, -1, 0, null);
    }

    /** The question that those bits are. */
    static Query outcomesOf(int transactions) {
        return new Query.Outcomes(IntStream.range(0, Cast.TRANSACTIONS)
                .filter(transaction -> (transactions & 1 << transaction) != 0)
                .mapToObj(Cast::gtrid)
                .toList());
    }

    private static int bits(Collection<Gtrid> gtrids) {
        int bits = 0;
        for (Gtrid gtrid : gtrids) {
            bits |= 1 << Cast.transactionOf(gtrid);
        }
        return bits;
    }

    private static int branchOf(Listed listed) {
        return Cast.branchOf(Objects.requireNonNull(listed.branch()));
    }
}
