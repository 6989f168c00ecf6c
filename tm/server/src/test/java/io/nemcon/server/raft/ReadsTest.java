package io.nemcon.server.raft;

import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.sofa.jraft.Status;
import io.nemcon.node.log.ReplicatedLog.ReadCallback;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class ReadsTest {

    private final List<String> answers = Collections.synchronizedList(new ArrayList<>());
    private final ApplyThread apply = new ApplyThread("apply-test", RaftLimits.standard(), answer -> {});
    private final ReadCallback callback = new ReadCallback() {
        @Override
        public void ready() {
            answers.add("ready");
        }

        @Override
        public void failed(String why) {
            answers.add(why);
        }
    };

    private void runAll() {
        apply.start();
        apply.close();
    }

    // scenario 50: a node that is cut off may learn an index and never get there
    @Test
    void aReadThatNobodyConfirmsFailsAndALateAnswerIsDropped() {
        Reads reads = new Reads(apply, 10, Duration.ofNanos(-1));
        Reads.Read read = Objects.requireNonNull(reads.open(callback));

        reads.expire();
        read.run(Status.OK());
        runAll();

        assertThat(answers).singleElement().asString().contains("no leader confirmed the read");
    }

    @Test
    void aReadIsGivenItsTime() {
        Reads reads = new Reads(apply, 10, Duration.ofHours(1));
        Reads.Read read = Objects.requireNonNull(reads.open(callback));

        reads.expire();
        read.run(Status.OK());
        runAll();

        assertThat(answers).containsExactly("ready");
    }

    @Test
    void afterTheEndReadsFailAtOnce() {
        Reads reads = new Reads(apply, 10, Duration.ofHours(1));
        reads.close("over");

        assertThat(reads.open(callback)).isNull();
        assertThat(answers).singleElement().asString().contains("stopped");
    }
}
