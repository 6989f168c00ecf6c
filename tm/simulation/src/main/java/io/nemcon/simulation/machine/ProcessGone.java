package io.nemcon.simulation.machine;

/**
 * Ends a thread of a process that was killed. An error, so that no code takes it for something to be dealt with; whoever
 * catches it all the same meets it again at the next call of the machine.
 */
public final class ProcessGone extends Error {

    private static final long serialVersionUID = 1L;

    ProcessGone(String process) {
        super(process + " was killed", null, false, false);
    }
}
