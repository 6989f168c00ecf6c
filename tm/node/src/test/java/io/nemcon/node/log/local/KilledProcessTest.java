package io.nemcon.node.log.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, killed for real. */
class KilledProcessTest {

    private static final int LINES_BEFORE_THE_KILL = 1500;

    @TempDir
    Path parent;

    @Test
    void whatAProcessAcknowledgedBeforeItWasKilledIsThereAtItsIndex() throws Exception {
        Path folder = parent.resolve("log");
        Map<Integer, String> acknowledged = new HashMap<>();
        for (int life = 1; life <= 3; life++) {
            appendAndKill(folder, acknowledged);
            try (Life after = Life.on(LocalLogConfig.of(folder))) {
                assertThat(after.list.entries).doesNotHaveDuplicates();
                acknowledged.forEach((index, text) ->
                        assertThat(after.list.entries.get(index - 1)).startsWith(text));
            }
        }
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(3 * LINES_BEFORE_THE_KILL);
    }

    private static void appendAndKill(Path folder, Map<Integer, String> acknowledged) throws Exception {
        try (OtherProcess process = OtherProcess.appending(folder)) {
            assertThat(process.nextLine()).isEqualTo("open");
            for (int lines = 0; lines < LINES_BEFORE_THE_KILL; lines++) {
                String[] words = process.nextLine().split(" ");
                assertThat(acknowledged.put(Integer.valueOf(words[0]), words[1]))
                        .isNull();
            }
            process.kill();
        }
    }
}
