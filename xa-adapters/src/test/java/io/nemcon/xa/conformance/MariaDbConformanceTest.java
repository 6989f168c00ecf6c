package io.nemcon.xa.conformance;

import org.junit.jupiter.api.Nested;

/** MariaDB, by the suite. */
class MariaDbConformanceTest {

    private static final ConformanceDatabase DATABASE = new MariaDbConformance();

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
