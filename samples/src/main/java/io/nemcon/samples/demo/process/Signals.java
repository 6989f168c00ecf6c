package io.nemcon.samples.demo.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Signals that Java cannot send by itself, sent by {@code kill}. A process that has gone meanwhile is no error. */
public enum Signals {
    /** Ends it as Ctrl-C does. */
    INT,
    /** Asks it to end. */
    TERM,
    /** It runs no instruction more until {@link #CONT}. */
    STOP,
    CONT;

    /** Returns when they are sent. */
    public void send(Collection<Long> pids) throws IOException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "kill -" + name() + " \"$@\"", "kill"));
        pids.forEach(pid -> command.add(Long.toString(pid)));
        Process kill = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        kill.onExit().join();
    }
}
