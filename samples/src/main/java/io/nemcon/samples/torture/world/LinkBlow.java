package io.nemcon.samples.torture.world;

import io.nemcon.samples.torture.proxy.Link;
import io.nemcon.samples.torture.proxy.Weather;
import java.util.List;

/** Bad weather on some links. */
record LinkBlow(String victim, List<Link> links, Weather weather) implements Blow {

    LinkBlow {
        links = List.copyOf(links);
    }

    @Override
    public void begin() {
        links.forEach(link -> link.become(weather));
    }

    @Override
    public void end() {
        links.forEach(link -> link.become(Weather.CLEAR));
    }
}
