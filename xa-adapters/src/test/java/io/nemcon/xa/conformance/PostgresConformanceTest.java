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

    @Nested
    class Recovery extends RecoveryConformance {
        Recovery() {
            super(DATABASE);
        }
    }

    @Nested
    class Identity extends IdentityConformance {
        Identity() {
            super(DATABASE);
        }
    }

    @Nested
    class Client extends ClientConformance {
        Client() {
            super(DATABASE);
        }
    }

    @Nested
    class Pool extends PoolConformance {
        Pool() {
            super(DATABASE);
        }
    }

    @Nested
    class ErrorCodes extends ErrorCodeConformance {
        ErrorCodes() {
            super(DATABASE);
        }
    }
}
