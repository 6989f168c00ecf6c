package io.nemcon.simulation.exhaustive;

import java.util.ArrayList;
import java.util.List;

/** The steps of a path in words, one line each: gone once more, to say what was answered. */
final class Counterexample {

    private final World world;
    private final Steps steps;
    private final State reached = new State();
    private int wanted;
    private boolean found;
    private String detail = "";

    Counterexample(World world) {
        this.world = world;
        this.steps = new Steps(world, this::take);
    }

    List<String> words(List<Integer> path) {
        List<String> lines = new ArrayList<>();
        steps.move.at.set(world.first());
        for (int code : path) {
            wanted = code;
            found = false;
            steps.all();
            String argument = argument(StepKind.of(code), StepKind.argument(code));
            lines.add(StepKind.of(code).words(argument) + (detail.isEmpty() ? "" : ": " + detail));
            steps.move.at.set(reached);
        }
        return lines;
    }

    private void take(int code, State next, int calm) {
        if (code == wanted && !found) {
            found = true;
            detail = steps.move.detail();
            reached.set(next);
        }
    }

    private String argument(StepKind kind, int argument) {
        return switch (kind) {
            case PREPARED,
                    REFUSES,
                    UNANSWERED,
                    ONLY_READ,
                    ENDED,
                    UNSETTLED,
                    LATE_PREPARE,
                    LATE_COMMIT,
                    LATE_ROLLBACK,
                    CONNECTION_ENDS -> Cast.words(argument);
            case DECIDED, DECIDED_AND_LEFT, REFUSED, TIME_OVER, OWNER_ASKED -> "T" + (argument + 1);
            case REQUEST_APPLIED -> world.requests.body(argument).toString();
            case ROUND_STEP, ROUND_FAILS, COMMAND_LOST, REPORT_UNANSWERED, AGENT_CRASHES, AGENT_STARTS ->
                argument + 1 + " of "
                        + Cast.database(world.scope.resourceOfAgent().get(argument));
            case WHOLE_ROUND -> Cast.database(argument).toString();
            case CLIENT_CRASHES, SESSION_ENDS, STALE_EXPIRY, LEADER_LOST, FORGOTTEN, WATERMARK ->
                Integer.toString(argument);
        };
    }
}
