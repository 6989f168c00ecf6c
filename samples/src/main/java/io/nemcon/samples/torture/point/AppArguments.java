package io.nemcon.samples.torture.point;

import java.util.List;

/**
 * What a {@link PointApp} is started with, in this order. Immutable.
 *
 * @param endpoints of the TM nodes, {@code host:port}, comma-separated
 * @param hasAgent whether it offers itself as the agent of the two databases
 */
public record AppArguments(
        String name,
        String endpoints,
        String firstUrl,
        String secondUrl,
        String user,
        String password,
        boolean hasAgent) {

    static final int COUNT = 7;

    public List<String> toList() {
        return List.of(name, endpoints, firstUrl, secondUrl, user, password, Boolean.toString(hasAgent));
    }

    static AppArguments parse(List<String> all) {
        return new AppArguments(
                all.get(0),
                all.get(1),
                all.get(2),
                all.get(3),
                all.get(4),
                all.get(5),
                Boolean.parseBoolean(all.get(6)));
    }
}
