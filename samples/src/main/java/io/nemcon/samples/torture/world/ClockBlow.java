package io.nemcon.samples.torture.world;

import io.nemcon.samples.demo.process.ChildProcess;
import io.nemcon.samples.torture.clock.JumpingHost;

/** A process's wall clock jumps, and back again if that process is still there: a new one has the true time anyway. */
record ClockBlow(String victim, ChildProcess process, long aheadMs) implements Blow {

    @Override
    public void begin() {
        process.tell(JumpingHost.command(aheadMs));
    }

    @Override
    public void end() {
        process.tell(JumpingHost.command(0));
    }
}
