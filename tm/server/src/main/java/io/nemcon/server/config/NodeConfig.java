package io.nemcon.server.config;

import io.nemcon.wire.WireEndpoint;
import io.nemcon.wire.WireSecurity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A node's configuration, checked. Immutable; {@code described} is every key with its value, secrets masked.
 *
 * @param listen where it listens
 * @param address by which the others reach it
 */
public record NodeConfig(
        String name,
        WireEndpoint listen,
        WireEndpoint address,
        String group,
        List<WireEndpoint> voters,
        List<WireEndpoint> observers,
        Path folder,
        WireSecurity security,
        Duration electionTimeout,
        Duration maxElectionDelay,
        Duration rpcTimeout,
        Duration disconnectGrace,
        Duration retention,
        String described) {

    /** @throws ConfigException with every fault at once */
    public static NodeConfig read(@Nullable Path file, Map<String, String> environment, List<String> settings)
            throws ConfigException {
        return new Reader(new ConfigValues(file, environment, settings)).read();
    }

    private static final class Reader {

        private static final WireEndpoint NOWHERE = new WireEndpoint("127.0.0.1", 1);

        private final ConfigValues values;

        Reader(ConfigValues values) {
            this.values = values;
        }

        NodeConfig read() throws ConfigException {
            WireEndpoint listen = endpoint(ConfigKey.NODE_LISTEN, NOWHERE);
            WireEndpoint address = endpoint(ConfigKey.NODE_ADDRESS, listen);
            List<WireEndpoint> voters = endpoints(ConfigKey.GROUP_NODES);
            List<WireEndpoint> observers = endpoints(ConfigKey.GROUP_OBSERVERS);
            if (voters.isEmpty()) {
                voters = List.of(address);
            }
            checkMembers(address, voters, observers);
            NodeConfig config = new NodeConfig(
                    orElse(values.get(ConfigKey.NODE_NAME), address.toString()),
                    listen,
                    address,
                    values.get(ConfigKey.GROUP_NAME),
                    voters,
                    observers,
                    folder(),
                    security(),
                    duration(ConfigKey.RAFT_ELECTION_TIMEOUT),
                    duration(ConfigKey.RAFT_MAX_ELECTION_DELAY),
                    duration(ConfigKey.RAFT_RPC_TIMEOUT),
                    duration(ConfigKey.SESSION_DISCONNECT_GRACE),
                    duration(ConfigKey.OUTCOMES_RETENTION),
                    values.describe());
            if (!values.faults().isEmpty()) {
                throw new ConfigException(values.faults());
            }
            return config;
        }

        private void checkMembers(WireEndpoint address, List<WireEndpoint> voters, List<WireEndpoint> observers) {
            if (!voters.contains(address) && !observers.contains(address)) {
                values.fault(
                        ConfigKey.GROUP_NODES,
                        "this node, " + address + ", is neither in group.nodes nor in group.observers; set "
                                + "node.address if others reach it by another name");
            }
            if (voters.size() % 2 == 0) {
                values.fault(
                        ConfigKey.GROUP_NODES,
                        voters.size() + " voters bear no more failures than " + (voters.size() - 1)
                                + "; take an odd number, and observers for the rest");
            }
        }

        private Path folder() {
            String text = values.get(ConfigKey.DATA_FOLDER);
            if (text.isEmpty()) {
                values.fault("data.folder is not set: a node needs a folder of its own for its log");
            }
            return Path.of(text);
        }

        private WireSecurity security() {
            boolean clientCertificate = flag(ConfigKey.SECURITY_CLIENT_CERTIFICATE);
            try {
                return new WireSecurity(
                        path(ConfigKey.SECURITY_CERTIFICATE),
                        path(ConfigKey.SECURITY_PRIVATE_KEY),
                        path(ConfigKey.SECURITY_TRUST),
                        clientCertificate,
                        secret());
            } catch (IllegalArgumentException inconsistent) {
                values.fault("security: " + inconsistent.getMessage());
                return WireSecurity.none();
            }
        }

        private @Nullable String secret() {
            String inline = values.get(ConfigKey.SECURITY_SECRET);
            Path file = path(ConfigKey.SECURITY_SECRET_FILE);
            if (file == null) {
                return inline.isEmpty() ? null : inline;
            }
            if (!inline.isEmpty()) {
                values.fault("security.secret and security.secretFile are both set; keep one");
            }
            try {
                List<String> lines = Files.readAllLines(file);
                return lines.isEmpty() ? null : lines.get(0).trim();
            } catch (IOException unreadable) {
                values.fault(ConfigKey.SECURITY_SECRET_FILE, "can't be read: " + unreadable.getMessage());
                return null;
            }
        }

        private @Nullable Path path(ConfigKey key) {
            String text = values.get(key);
            if (text.isEmpty()) {
                return null;
            }
            Path path = Path.of(text);
            if (!Files.isReadable(path)) {
                values.fault(key, "there is no such file, or it can't be read");
            }
            return path;
        }

        private boolean flag(ConfigKey key) {
            String text = values.get(key);
            if (!text.equals("true") && !text.equals("false")) {
                values.fault(key, "it takes true or false");
            }
            return text.equals("true");
        }

        private Duration duration(ConfigKey key) {
            try {
                return DurationText.parse(values.get(key));
            } catch (IllegalArgumentException bad) {
                values.fault(key, String.valueOf(bad.getMessage()));
                return Duration.ofSeconds(1);
            }
        }

        private WireEndpoint endpoint(ConfigKey key, WireEndpoint otherwise) {
            String text = values.get(key);
            if (text.isEmpty()) {
                return otherwise;
            }
            try {
                return WireEndpoint.parse(text);
            } catch (IllegalArgumentException bad) {
                values.fault(key, String.valueOf(bad.getMessage()));
                return otherwise;
            }
        }

        private List<WireEndpoint> endpoints(ConfigKey key) {
            List<WireEndpoint> endpoints = new ArrayList<>();
            String text = values.get(key);
            if (text.isEmpty()) {
                return endpoints;
            }
            for (String one : Arrays.asList(text.split(",", -1))) {
                try {
                    endpoints.add(WireEndpoint.parse(one.trim()));
                } catch (IllegalArgumentException bad) {
                    values.fault(key, String.valueOf(bad.getMessage()));
                }
            }
            return endpoints;
        }

        private static String orElse(String text, String otherwise) {
            return text.isEmpty() ? otherwise : text;
        }
    }
}
