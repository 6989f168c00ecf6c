package io.nemcon.xa.conformance;

import org.junit.jupiter.api.Nested;

/** PostgreSQL, by the suite. */
class PostgresConformanceTest {

    private static final ConformanceDatabase DATABASE = new PostgresConformance();

    @Nested
    class Votes extends VotesConformance {
        Votes() {
            super(DATABASE);
        }
    }
}
