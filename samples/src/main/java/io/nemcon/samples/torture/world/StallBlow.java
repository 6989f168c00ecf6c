package io.nemcon.samples.torture.world;

import io.nemcon.samples.torture.plan.FaultKind;
import io.nemcon.samples.torture.proxy.Link;
import io.nemcon.samples.torture.proxy.Weather;
import java.io.IOException;
import java.util.List;

/** Another blow, but before it some links are silent for a moment, so that whoever is struck is waiting for them then. */
record StallBlow(Blow blow, String silent, List<Link> links) implements Blow {

    StallBlow {
        links = List.copyOf(links);
    }

    @Override
    public String victim() {
        return blow.victim() + ", to whom " + silent + " had fallen silent";
    }

    @Override
    public void begin() throws IOException {
        links.forEach(link -> link.become(Weather.HALF_OPEN));
        try {
            Thread.sleep(FaultKind.STALL.toMillis());
            blow.begin();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + silent + " was silent", e);
        } finally {
            links.forEach(link -> link.become(Weather.CLEAR));
        }
    }

    @Override
    public void end() throws IOException {
        blow.end();
    }
}
