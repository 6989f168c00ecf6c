package io.nemcon.core.ledger;

import io.nemcon.core.transcript.Transcript;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The stories of {@code src/test/transcripts/ledger}. */
class LedgerTranscriptTest {

    @TestFactory
    Stream<DynamicTest> stories() {
        return Transcript.tests("ledger", LedgerScript::new);
    }
}
