package io.nemcon.samples.demo.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeashTest {

    @BeforeEach
    void needsAShell() {
        assumeThat(new File("/bin/sh").canExecute())
                .as("there is no leash without a shell")
                .isTrue();
    }

    private static Process sleeper() throws IOException {
        return new ProcessBuilder("/bin/sh", "-c", "exec sleep 600").start();
    }

    @Test
    void aProcessLetGoIsLeftAlone() throws Exception {
        Process sleeper = sleeper();
        try {
            Leash leash = Leash.kill(sleeper.pid());
            leash.close();
            leash.close();

            assertThat(leash.awaitEnd(30, TimeUnit.SECONDS)).isTrue();
            assertThat(sleeper.isAlive()).isTrue();
        } finally {
            sleeper.destroyForcibly();
        }
    }

    @Test
    void aProcessWhoseOwnerIsGoneIsKilled() throws Exception {
        Process sleeper = sleeper();
        try {
            Leash.kill(sleeper.pid()).breakAsIfThisProcessHadDied();

            assertThat(sleeper.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            sleeper.destroyForcibly();
        }
    }
}
