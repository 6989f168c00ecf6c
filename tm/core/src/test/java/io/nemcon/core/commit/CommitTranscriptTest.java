package io.nemcon.core.commit;

import io.nemcon.core.transcript.Transcript;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The stories of {@code src/test/transcripts/commit}. */
class CommitTranscriptTest {

    @TestFactory
    Stream<DynamicTest> stories() {
        return Transcript.tests("commit", CommitScript::new);
    }
}
