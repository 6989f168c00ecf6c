package io.nemcon.node.log.local;

import io.nemcon.node.log.ReplicatedLog.ProposeCallback;
import io.nemcon.node.log.ReplicatedLog.ProposeFailure;
import io.nemcon.node.log.ReplicatedLog.ReadCallback;

/** What other threads hand to the apply thread. Each is either done or abandoned there, once. */
sealed interface Work {

    /** What the apply thread does with it; guards against what a callback throws. */
    void take(ApplyLoop loop);

    /** The log has stopped and it was not done. */
    void abandon(String why);

    /** An entry to be appended. */
    record Proposal(byte[] entry, ProposeCallback callback) implements Work {

        @Override
        public void take(ApplyLoop loop) {
            loop.gather(this);
        }

        @Override
        public void abandon(String why) {
            callback.failed(ProposeFailure.UNKNOWN, why);
        }
    }

    /** A read of the applied state: a log of one node has applied all that it ever acknowledged. */
    record Read(ReadCallback callback) implements Work {

        @Override
        public void take(ApplyLoop loop) {
            callback.ready();
        }

        @Override
        public void abandon(String why) {
            callback.failed(why);
        }
    }

    /** Anything else that has to be on the apply thread. It was accepted, so it runs on a stopping log too. */
    record Action(Runnable action) implements Work {

        @Override
        public void take(ApplyLoop loop) {
            action.run();
        }

        @Override
        public void abandon(String why) {
            action.run();
        }
    }
}
