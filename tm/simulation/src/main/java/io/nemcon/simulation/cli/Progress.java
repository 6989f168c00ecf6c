package io.nemcon.simulation.cli;

import io.nemcon.simulation.run.Campaign;
import java.io.PrintWriter;
import java.util.Locale;

/** One line that is written over: how far it is, and how fast. */
final class Progress {

    private static final double EVERY_SECONDS = 1;
    private static final String CLEAR = "\r\u001b[K";

    private final Campaign campaign;
    private final PrintWriter talk;
    private final long most;
    private final boolean terminal = System.console() != null;
    private double shownSeconds;

    Progress(Campaign campaign, PrintWriter talk, long most) {
        this.campaign = campaign;
        this.talk = talk;
        this.most = most;
    }

    void show() {
        double now = campaign.realSeconds();
        if (!terminal || now - shownSeconds < EVERY_SECONDS) {
            return;
        }
        shownSeconds = now;
        talk.print(CLEAR + words());
        talk.flush();
    }

    private String words() {
        return String.format(
                Locale.ROOT,
                "%d%s seeds, %.1f a second, %.0f s simulated, %.0f x real time, %d violations",
                campaign.seeds(),
                most == Long.MAX_VALUE ? "" : " of " + most,
                campaign.seedsPerSecond(),
                campaign.simulatedSeconds(),
                campaign.speedup(),
                campaign.failing().size());
    }

    void clear() {
        if (terminal) {
            talk.print(CLEAR);
            talk.flush();
        }
    }
}
