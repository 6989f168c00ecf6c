package io.nemcon.core.recovery;

import io.nemcon.core.transcript.Transcript;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The stories of {@code src/test/transcripts/recovery}. */
class RecoveryTranscriptTest {

    @TestFactory
    Stream<DynamicTest> stories() {
        return Transcript.tests("recovery", RecoveryScript::new);
    }
}
