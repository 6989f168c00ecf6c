package io.nemcon.wire;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a server listens. Immutable; prints as it is parsed, an IPv6 address in brackets. */
public record WireEndpoint(String host, int port) {

    private static final int PORT_MAX = 65_535;
    private static final Pattern SHAPE = Pattern.compile("(?:\\[([0-9A-Fa-f:.%\\w]+)]|([^\\s:\\[\\]]+)):(\\d{1,5})");

    public WireEndpoint {
        if (host.isBlank()) {
            throw new IllegalArgumentException("an endpoint needs a host");
        }
        if (port < 1 || port > PORT_MAX) {
            throw new IllegalArgumentException(
                    "port " + port + " of host " + host + " is not between 1 and " + PORT_MAX);
        }
    }

    /** Reads {@code host:port}, {@code 10.0.0.1:port} or {@code [::1]:port}. */
    public static WireEndpoint parse(String hostPort) {
        Matcher matcher = SHAPE.matcher(hostPort.trim());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "\"" + hostPort + "\" is not host:port (an IPv6 address goes in brackets," + " as in [::1]:7420)");
        }
        String host = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
        return new WireEndpoint(host, Integer.parseInt(matcher.group(3)));
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
