package io.nemcon.simulation.exhaustive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.core.commit.CommitProtocol;
import io.nemcon.core.ledger.Ledger;
import io.nemcon.core.recovery.RecoveryProtocol;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two states of a machine are merged only if every field agrees that is not named here. */
class CanonicalTextTest {

    private static final Set<String> OF_THE_LEDGER = Set.of(
            "Ledger.index",
            "Ledger.timeMs",
            "Ledger.notedIndex",
            "Ledger.notedHash",
            "Ledger.position",
            "Transaction.place",
            "Ledger.effects");

    private static final Set<String> OF_AGENTS = Set.of("RecoveryProtocol.unfinished", "RecoveryProtocol.waitingFor");

    @Test
    void onlyTheseFieldsAreLeftOut() {
        assertThat(Ledgers.LEFT_OUT).isEqualTo(OF_THE_LEDGER);
        assertThat(Agents.LEFT_OUT_AT_BEGIN).isEqualTo(OF_AGENTS);
        assertThat(Agents.LEFT_OUT_UNCOUNTED).containsExactly("RecoveryProtocol.waitingFor");
    }

    @Test
    void whatIsLeftOutIsThere() throws ClassNotFoundException {
        Class<?> transaction = Class.forName("io.nemcon.core.ledger.Transactions$Transaction");
        Stream.concat(OF_THE_LEDGER.stream(), OF_AGENTS.stream())
                .forEach(name -> assertThat(Stream.of(Ledger.class, RecoveryProtocol.class, transaction)
                                .flatMap(type -> Stream.of(type.getDeclaredFields()))
                                .map(field -> field.getDeclaringClass().getSimpleName() + "." + field.getName()))
                        .contains(name));
    }

    @ParameterizedTest
    @ValueSource(classes = {Ledger.class, CommitProtocol.class, RecoveryProtocol.class})
    void everyOtherFieldIsInTheWords(Class<?> machine) {
        CanonicalText text = new CanonicalText(OF_THE_LEDGER);

        List<String> counted =
                text.fieldsOf(machine).stream().map(Field::getName).toList();

        List<String> expected = new ArrayList<>();
        for (Field field : machine.getDeclaredFields()) {
            boolean isLeftOut = OF_THE_LEDGER.contains(machine.getSimpleName() + "." + field.getName());
            if (!Modifier.isStatic(field.getModifiers()) && !isLeftOut && !field.isSynthetic()) {
                expected.add(field.getName());
            }
        }
        assertThat(counted).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void theWordsOfALedgerNameWhatItHolds() {
        Ledgers ledgers = new Ledgers(Scope.AGENTS);

        String words = ledgers.words(ledgers.make());

        assertThat(words).contains("sessions=", "transactions=", "resources=", "incidents=", "term=1", "lastEnd=0");
        assertThat(words).doesNotContain(" index=9", "timeMs=");
    }

    @Test
    void orderCountsWhereItIsPartOfTheValue() {
        CanonicalText text = new CanonicalText(Set.of());
        Map<String, Integer> hashed = new HashMap<>(Map.of("b", 1, "a", 2));

        assertThat(text.of(hashed)).isEqualTo(text.of(new TreeMap<>(hashed)));
        assertThat(text.of(new LinkedHashSet<>(List.of(2, 1))))
                .isNotEqualTo(text.of(new LinkedHashSet<>(List.of(1, 2))));
        assertThat(text.of(Set.of(1, 2))).isEqualTo(text.of(Set.of(2, 1)));
    }

    @Test
    void whatItDoesNotKnowIsAnErrorAndNotEqual() {
        CanonicalText text = new CanonicalText(Set.of());

        assertThatThrownBy(() -> text.of(new Object()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("can't be told apart");
    }

    /** A counter of which the words leave out what matters. */
    private static final class Careless extends Machines<int[], Integer, String> {

        Careless() {
            super("careless", 8);
        }

        @Override
        int[] make() {
            return new int[1];
        }

        @Override
        Integer step(int[] machine, int input) {
            machine[0] += input;
            return machine[0];
        }

        @Override
        String words(int[] machine) {
            return machine[0] > 0 ? "some" : "none";
        }

        @Override
        String viewOf(int[] machine) {
            return words(machine);
        }
    }

    @Test
    void statesThatAreMergedWronglyAreNoticed() {
        Machines<int[], Integer, String> machines = new Careless();
        int none = machines.first();
        int some = machines.next(none, 1);

        assertThat(machines.next(none, 2)).isEqualTo(some);
        assertThatThrownBy(() -> machines.next(some, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("two ways lead into state 1");
    }
}
