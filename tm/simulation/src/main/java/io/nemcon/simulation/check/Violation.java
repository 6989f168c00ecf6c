package io.nemcon.simulation.check;

/** A rule that did not hold. */
public final class Violation extends Error {

    private static final long serialVersionUID = 1L;

    private final Rule rule;

    Violation(Rule rule, String what) {
        super(rule + " is violated (" + rule.words() + "): " + what, null, false, false);
        this.rule = rule;
    }

    public Rule rule() {
        return rule;
    }
}
