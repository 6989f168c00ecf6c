package io.nemcon.simulation.exhaustive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every state of the short scopes. The numbers of states are exact: a change of the protocols, the ledger or this search
 * that changes what can be reached changes them. Then look whether it should (more states: something new can happen; fewer:
 * something can happen no more), run {@code ./nemcon simulate --exhaustive} and put its numbers here and into
 * docs/correctness.md.
 */
@TestInstance(Lifecycle.PER_CLASS)
class SearchTest {

    private final Set<Cover> covered = EnumSet.noneOf(Cover.class);

    @ParameterizedTest
    @CsvSource({
        "one transaction, 48702, 182013",
        "two agents step by step, 1024202, 4784877",
        "two transactions, 1328432, 6450824"
    })
    void everyStateIsSeenAndNothingIsViolated(String name, long states, long transitions) {
        Scope scope = Scope.SHORT.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();

        Findings findings = Search.of(scope, progress -> {});

        System.out.println(name + ": " + findings.states() + " states, " + findings.transitions()
                + " transitions, depth " + findings.depth() + ", " + findings.seconds() + " s");
        covered.addAll(findings.covers().keySet());
        assertThat(findings.steps())
                .as("%s: %s", findings.rule(), findings.what())
                .isEmpty();
        assertThat(findings.rule()).isNull();
        assertThat(findings.states()).isEqualTo(states);
        assertThat(findings.transitions()).isEqualTo(transitions);
    }

    @AfterAll
    void whatIsWorthToBeSeenWasSeen() {
        assertThat(covered).containsExactlyInAnyOrder(Cover.values());
    }
}
