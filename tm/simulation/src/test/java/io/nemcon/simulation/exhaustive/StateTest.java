package io.nemcon.simulation.exhaustive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is packed into 128 bits comes out again. */
class StateTest {

    private static final int STATES = 200;

    @Test
    void everyFieldIsPacked() {
        Random random = new Random(4711);
        StateTable table = new StateTable();
        for (int i = 0; i < STATES; i++) {
            State state = some(random);
            State copy = new State();
            copy.set(state);
            int number = table.add(state.high(), state.low(), i, i);

            State read = new State();
            table.read(number, read);

            assertThat(read).usingRecursiveComparison().isEqualTo(state);
            assertThat(copy).usingRecursiveComparison().isEqualTo(state);
        }
        assertThat(table.size()).isEqualTo(STATES);
    }

    @Test
    void theSameStateIsAddedOnce() {
        StateTable table = new StateTable();

        assertThat(table.add(1, 2, StateTable.NONE, 0)).isZero();
        assertThat(table.add(2, 1, 0, 7)).isEqualTo(1);
        assertThat(table.add(1, 2, 1, 9)).isZero();
        assertThat(table.size()).isEqualTo(2);
        assertThat(table.parent(1)).isZero();
        assertThat(table.step(1)).isEqualTo(7);
    }

    private static State some(Random random) {
        State state = new State();
        state.ledger = random.nextInt(1 << State.LEDGER_BITS);
        state.requests = random.nextInt(1 << State.REQUESTS_BITS);
        for (int i = 0; i < 2; i++) {
            state.owner[i] = random.nextInt(1 << State.OWNER_BITS);
            state.agent[i] = random.nextInt(1 << State.AGENT_BITS);
        }
        state.branches = random.nextInt(1 << 12);
        state.latePrepares = random.nextInt(16);
        state.lateCommits = random.nextInt(16);
        state.lateRollbacks = random.nextInt(16);
        state.clientCrashed = random.nextBoolean();
        state.leaderLost = random.nextBoolean();
        state.agentCrashed = random.nextBoolean();
        state.preparedLate = random.nextBoolean();
        state.troubles = random.nextInt(8);
        state.told = random.nextInt(16);
        state.lowest = random.nextInt(4);
        state.session = random.nextInt(3);
        state.watermark = random.nextInt(4);
        state.decided = random.nextInt(16);
        return state;
    }
}
