package io.nemcon.node.log.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.node.log.LogException;
import io.nemcon.node.log.ReplicatedLog.ProposeFailure;
import io.nemcon.node.log.local.Life.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One log through many lives on one disk, and what must be in it: everything that was acknowledged or read back, in order,
 * then perhaps a prefix of what was proposed after that.
 */
final class Lives {

    static final LocalLogConfig SMALL = new LocalLogConfig(Path.of("simulated"), 4096, 600, 100, 6000);

    final SimulatedDisk disk = new SimulatedDisk();
    private final Random random;
    private final List<String> sure = new ArrayList<>();
    private final List<String> possible = new ArrayList<>();
    private int named;
    private int opened;

    Lives(Random random) {
        this.random = random;
    }

    int opened() {
        return opened;
    }

    List<String> sure() {
        return sure;
    }

    /** Opens, checks what was read back, and proposes for some rounds or until the log stops. */
    void live(int rounds) {
        try (Life life = Life.on(SMALL, disk.process())) {
            work(life, rounds);
        } catch (LogException e) {
            assertThat(e).hasMessageContaining("cannot be used"); // the disk failed it; never: "is damaged"
        }
    }

    /** As {@link #live}, and the machine dies in the midst of its n-th change to the disk. */
    void liveUntilStep(int step, int rounds) {
        SimulatedDisk.SimulatedFiles files = disk.process();
        disk.crashAtStep(step, random);
        try (Life life = Life.on(SMALL, files)) {
            work(life, rounds);
        } catch (LogException e) {
            assertThat(e).hasMessageContaining("cannot be used");
        }
    }

    void cutPower() {
        disk.cutPower(random);
    }

    private void work(Life life, int rounds) {
        life.settle();
        check(life.list.entries);
        for (int round = 0; round < rounds; round++) {
            List<String> texts = texts();
            List<Answer> answers = life.proposeTogether(texts);
            if (answers.isEmpty()) {
                return;
            }
            for (int i = 0; i < texts.size(); i++) {
                note(texts.get(i), answers.get(i));
            }
            if (random.nextInt(6) == 0) {
                life.log.snapshot();
            }
        }
    }

    private void note(String text, Answer answer) {
        if (answer.isCommitted()) {
            assertThat(possible).as("acknowledged after one that was not").isEmpty();
            sure.add(text);
            assertThat(answer.index).isEqualTo(sure.size());
        } else if (answer.failure == ProposeFailure.UNKNOWN) {
            possible.add(text);
        }
    }

    private void check(List<String> found) {
        opened++;
        List<String> most = new ArrayList<>(sure);
        most.addAll(possible);
        assertThat(found.size()).as("nothing acknowledged is lost").isGreaterThanOrEqualTo(sure.size());
        assertThat(found.size()).as("nothing from nowhere").isLessThanOrEqualTo(most.size());
        assertThat(found).as("nothing twice or out of order").isEqualTo(most.subList(0, found.size()));
        sure.clear();
        sure.addAll(found);
        possible.clear();
    }

    private List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (int left = 1 + random.nextInt(6); left > 0; left--) {
            int size = random.nextInt(5) == 0 ? random.nextInt(590) : random.nextInt(60);
            texts.add(named++ + "-" + "x".repeat(size));
        }
        return texts;
    }
}
