package io.nemcon.simulation.exhaustive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One kind of production machine: its states by number, and what each input makes of each, found out once.
 *
 * <p>A production object can't be copied. So a state keeps the inputs that led to it first, and is made again by giving
 * them to a new object. States are the same when their words are (see {@link CanonicalText}); that this is true is tried
 * out with every step: where two ways lead into one state, both are gone on with, and must agree for ever.
 *
 * @param <M> the machine
 * @param <O> what it puts out with a step
 * @param <V> what is known of a state without asking it
 */
abstract class Machines<M, O, V> {

    private static final int INPUT_BITS = 20;
    private static final int NOWHERE = -1;

    private static final class Node {
        final int parent;
        final int input;
        int otherParent = NOWHERE;
        int otherInput;

        Node(int parent, int input) {
            this.parent = parent;
            this.input = input;
        }
    }

    private final String kind;
    private final int statesMax;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private final List<V> views = new ArrayList<>();
    private final LongMap known = new LongMap();
    private final Numbered<O> outputs = new Numbered<>();
    private long stepped;

    /** @param bits as many as a number of a state may have */
    Machines(String kind, int bits) {
        this.kind = kind;
        this.statesMax = 1 << bits;
    }

    abstract M make();

    abstract O step(M machine, int input);

    abstract String words(M machine);

    abstract V viewOf(M machine);

    /** The state of a machine that is just made. */
    final int first() {
        M machine = make();
        return number(words(machine), machine, NOWHERE, 0);
    }

    final int next(int state, int input) {
        return (int) (result(state, input) >>> Integer.SIZE);
    }

    final O output(int state, int input) {
        return outputs.get((int) result(state, input));
    }

    final V view(int state) {
        return views.get(state);
    }

    final int states() {
        return nodes.size();
    }

    /** How often production code was run. */
    final long stepped() {
        return stepped;
    }

    private long result(int state, int input) {
        long key = (long) state << INPUT_BITS | input;
        long result = known.get(key);
        if (result == LongMap.NONE) {
            result = run(state, input);
            known.put(key, result);
        }
        return result;
    }

    private long run(int state, int input) {
        if (input >> INPUT_BITS != 0) {
            throw new IllegalStateException(kind + ": more than 2^" + INPUT_BITS + " inputs");
        }
        stepped++;
        M machine = again(state);
        O output = step(machine, input);
        String words = words(machine);
        checkTheOther(state, input, words, output);
        return (long) number(words, machine, state, input) << Integer.SIZE | outputs.of(output);
    }

    private void checkTheOther(int state, int input, String words, O output) {
        Node node = nodes.get(state);
        if (node.otherParent == NOWHERE) {
            return;
        }
        M other = again(node.otherParent);
        step(other, node.otherInput);
        O otherOutput = step(other, input);
        String otherWords = words(other);
        if (!otherWords.equals(words) || !otherOutput.equals(output)) {
            throw new IllegalStateException(kind + ": two ways lead into state " + state + ", and input " + input
                    + " makes " + words + " with " + output + " of the one and " + otherWords + " with " + otherOutput
                    + " of the other: something that matters is left out of a state's words");
        }
    }

    private int number(String words, M machine, int parent, int input) {
        Integer number = numbers.get(words);
        if (number == null) {
            number = nodes.size();
            if (number >= statesMax) {
                throw new IllegalStateException(kind + ": more than " + statesMax + " states");
            }
            numbers.put(words, number);
            nodes.add(new Node(parent, input));
            views.add(viewOf(machine));
            return number;
        }
        Node node = nodes.get(number);
        boolean isAnotherWay = node.parent != parent || node.input != input;
        if (isAnotherWay && node.otherParent == NOWHERE && parent != NOWHERE) {
            node.otherParent = parent;
            node.otherInput = input;
        }
        return number;
    }

    /** A machine in that state, for the caller to keep. */
    final M again(int state) {
        List<Integer> inputs = new ArrayList<>();
        for (int at = state; nodes.get(at).parent != NOWHERE; at = nodes.get(at).parent) {
            inputs.add(nodes.get(at).input);
        }
        M machine = make();
        for (int i = inputs.size() - 1; i >= 0; i--) {
            step(machine, inputs.get(i));
        }
        return machine;
    }
}
