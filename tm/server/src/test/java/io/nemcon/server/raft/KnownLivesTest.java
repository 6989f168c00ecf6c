package io.nemcon.server.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.node.log.LogException;
import io.nemcon.wire.WireEndpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

// scenario 59b
final class KnownLivesTest {

    private static final WireEndpoint VOTER = new WireEndpoint("tm1.example", 7420);
    private static final WireEndpoint OTHER = new WireEndpoint("tm2.example", 7420);

    @TempDir
    Path folder;

    private KnownLives lives;

    @BeforeEach
    void open() throws LogException {
        lives = KnownLives.read(folder.resolve("peers"), List.of(VOTER));
    }

    @Test
    void aVoterWithAnotherLifeIsFoundOutAlsoAfterARestart() throws Exception {
        assertThat(lives.learn(VOTER, 7)).isTrue();
        open();

        assertThat(lives.expected(VOTER)).isEqualTo(7);
        assertThat(lives.learn(VOTER, 8)).isFalse();
        assertThat(lives.learn(VOTER, 7)).isTrue();
    }

    @Test
    void anObserverMayComeBackWithAnotherLife() {
        assertThat(lives.learn(OTHER, 7)).isTrue();
        assertThat(lives.learn(OTHER, 8)).isTrue();
    }

    @Test
    void aVoterThatLeftIsForgotten() {
        lives.learn(VOTER, 7);
        lives.onVoters(List.of(OTHER));
        lives.onVoters(List.of(VOTER, OTHER));

        assertThat(lives.learn(VOTER, 8)).isTrue();
    }

    @Test
    void theLifeThatANewVoterLedBeforeItWasOneCounts() throws Exception {
        lives.learn(OTHER, 7);
        lives.onVoters(List.of(VOTER, OTHER));
        open();

        assertThat(lives.expected(OTHER)).isEqualTo(7);
    }

    @Test
    void aDamagedFileIsRefused() throws Exception {
        Files.writeString(folder.resolve("peers"), "tm1.example:7420\n");
        assertThatThrownBy(this::open).isInstanceOf(LogException.class).hasMessageContaining("cannot be read");
    }
}
