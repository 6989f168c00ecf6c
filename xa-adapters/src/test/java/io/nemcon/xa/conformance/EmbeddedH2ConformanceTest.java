package io.nemcon.xa.conformance;

import org.junit.jupiter.api.Nested;

/** Embedded H2, by the suite, as far as it applies; what needs a server is skipped, and says so. */
class EmbeddedH2ConformanceTest {

    private static final ConformanceDatabase DATABASE = new EmbeddedH2Conformance();

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
