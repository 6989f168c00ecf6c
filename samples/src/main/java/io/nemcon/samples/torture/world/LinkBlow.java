package io.nemcon.samples.torture.world;

import io.nemcon.samples.torture.proxy.Link;
import io.nemcon.samples.torture.proxy.Weather;

/** Bad weather on a link. */
record LinkBlow(String victim, Link link, Weather weather) implements Blow {

    @Override
    public void begin() {
        link.become(weather);
    }

    @Override
    public void end() {
        link.become(Weather.CLEAR);
    }
}
