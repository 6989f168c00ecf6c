package io.nemcon.xa.diagnosis;

import io.nemcon.xa.diagnosis.Finding.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What an examination of a database came to. Immutable.
 *
 * @param resource the name of the resource that was examined
 * @param mode how it can take part, given what was found
 * @param took how long the examination took
 */
public record Diagnosis(String resource, Facts facts, CommitMode mode, List<Finding> trials, Duration took) {

    public Diagnosis {
        trials = List.copyOf(trials);
    }

    /** Facts first, then what was tried. */
    public List<Finding> findings() {
        List<Finding> all = new ArrayList<>(facts.findings());
        all.addAll(trials);
        return all;
    }

    /** Whether it can take part in transactions with others: nothing has to be mended first. */
    public boolean fit() {
        return facts.answered() && with(Verdict.PROBLEM).isEmpty();
    }

    public List<Finding> with(Verdict verdict) {
        return findings().stream().filter(one -> one.verdict() == verdict).toList();
    }

    /** The problems in one line; empty if there are none. */
    public String problems() {
        return with(Verdict.PROBLEM).stream().map(Finding::sentence).collect(Collectors.joining("; "));
    }
}
