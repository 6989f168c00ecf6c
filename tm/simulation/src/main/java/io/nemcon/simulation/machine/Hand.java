package io.nemcon.simulation.machine;

import org.jspecify.annotations.Nullable;

/** A real thread that lives the lives of simulated ones, one after another, and drives the simulation between two of them. */
final class Hand {

    private final Crew crew;
    private final Baton baton;
    private @Nullable SimThread life;

    Hand(Crew crew, int number) {
        this.crew = crew;
        Thread thread = new Thread(this::work, "simulated-" + number);
        thread.setDaemon(true);
        this.baton = new Baton(thread);
        thread.start();
    }

    Baton baton() {
        return baton;
    }

    /** Whose life it lives when it is given its baton next. */
    void assign(SimThread next) {
        life = next;
    }

    private void work() {
        while (true) {
            baton.await(0);
            SimThread next = life;
            while (next != null) {
                life = null;
                next.live();
                boolean ignored = Thread.interrupted(); // a flag that was left set would keep it from sleeping
                next = next.machine().scheduler().afterLife(this);
            }
        }
    }

    /** Nobody's life is lived here for now. */
    void rest() {
        crew.giveBack(this);
    }
}
