package io.nemcon.xa.conformance;

import org.junit.jupiter.api.Nested;

/** H2, by the suite. */
class H2ConformanceTest {

    private static final ConformanceDatabase DATABASE = new H2Conformance();

    @Nested
    class Votes extends VotesConformance {
        Votes() {
            super(DATABASE);
        }
    }

    @Nested
    class Work extends WorkConformance {
        Work() {
            super(DATABASE);
        }
    }

    @Nested
    class Ambiguity extends AmbiguityConformance {
        Ambiguity() {
            super(DATABASE);
        }
    }
}
