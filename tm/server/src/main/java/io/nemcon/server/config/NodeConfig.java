package io.nemcon.server.config;

import io.nemcon.wire.WireEndpoint;
import io.nemcon.wire.WireSecurity;
import io.nemcon.wire.config.ConfigException;
import io.nemcon.wire.config.ConfigReader;
import io.nemcon.wire.config.ConfigValues;
import java.nio.file.Path;
import java.time.Duration;
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
        return new Reader(new ConfigValues(ConfigKey.known(), file, environment, settings)).read();
    }

    private static final class Reader {

        private static final WireEndpoint NOWHERE = new WireEndpoint("127.0.0.1", 1);

        private final ConfigValues values;
        private final ConfigReader read;

        Reader(ConfigValues values) {
            this.values = values;
            this.read = new ConfigReader(values);
        }

        NodeConfig read() throws ConfigException {
            WireEndpoint listen = read.endpoint(ConfigKey.NODE_LISTEN, NOWHERE);
            WireEndpoint address = read.endpoint(ConfigKey.NODE_ADDRESS, listen);
            List<WireEndpoint> voters = read.endpoints(ConfigKey.GROUP_NODES);
            List<WireEndpoint> observers = read.endpoints(ConfigKey.GROUP_OBSERVERS);
            if (voters.isEmpty()) {
                voters = List.of(address);
            }
            checkMembers(address, voters, observers);
            NodeConfig config = new NodeConfig(
                    read.text(ConfigKey.NODE_NAME, address.toString()),
                    listen,
                    address,
                    values.get(ConfigKey.GROUP_NAME),
                    voters,
                    observers,
                    folder(),
                    security(),
                    read.duration(ConfigKey.RAFT_ELECTION_TIMEOUT),
                    read.duration(ConfigKey.RAFT_MAX_ELECTION_DELAY),
                    read.duration(ConfigKey.RAFT_RPC_TIMEOUT),
                    read.duration(ConfigKey.SESSION_DISCONNECT_GRACE),
                    read.duration(ConfigKey.OUTCOMES_RETENTION),
                    values.describe());
            values.check();
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
            return read.security(
                    read.file(ConfigKey.SECURITY_CERTIFICATE),
                    read.file(ConfigKey.SECURITY_PRIVATE_KEY),
                    read.file(ConfigKey.SECURITY_TRUST),
                    read.flag(ConfigKey.SECURITY_CLIENT_CERTIFICATE),
                    read.secret(ConfigKey.SECURITY_SECRET, ConfigKey.SECURITY_SECRET_FILE));
        }
    }
}
