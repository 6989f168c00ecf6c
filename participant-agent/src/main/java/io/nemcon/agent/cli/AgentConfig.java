package io.nemcon.agent.cli;

import io.nemcon.agent.ResourceAddress;
import io.nemcon.client.NemconConfig;
import io.nemcon.core.id.ResourceName;
import io.nemcon.wire.WireEndpoint;
import io.nemcon.wire.config.ConfigException;
import io.nemcon.wire.config.ConfigReader;
import io.nemcon.wire.config.ConfigValues;
import io.nemcon.wire.config.Setting;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A standing agent's configuration, checked. Immutable.
 *
 * @param client how it reaches its group
 * @param resources what it recovers; at least one
 * @param health how it tells how it is
 * @param described every key with its value, secrets masked
 */
record AgentConfig(NemconConfig client, List<ResourceAddress> resources, HealthConfig health, String described) {

    AgentConfig {
        resources = List.copyOf(resources);
    }

    /** @throws ConfigException with every fault at once */
    static AgentConfig read(@Nullable Path file, Map<String, String> environment, List<String> settings)
            throws ConfigException {
        return new Reader(new ConfigValues(AgentKey.known(), file, environment, settings)).read();
    }

    private static final class Reader {

        private static final int PORT_MAX = 65_535;

        private final ConfigValues values;
        private final ConfigReader read;

        Reader(ConfigValues values) {
            this.values = values;
            this.read = new ConfigReader(values);
        }

        AgentConfig read() throws ConfigException {
            List<ResourceAddress> resources = resources();
            if (resources.isEmpty()) {
                values.fault("no resource is named: set resource.NAME.url, .user and .passwordFile for each database");
            }
            NemconConfig client = client();
            HealthConfig health = health();
            values.check();
            return new AgentConfig(client, resources, health, values.describe());
        }

        private HealthConfig health() {
            int warning = read.number(AgentKey.HEALTH_PREPARED_WARNING, 1, 100);
            InetSocketAddress listen = null;
            if (!values.get(AgentKey.HEALTH_PORT).isEmpty()) {
                String address = values.get(AgentKey.HEALTH_ADDRESS);
                listen = new InetSocketAddress(address, read.number(AgentKey.HEALTH_PORT, 1, PORT_MAX));
                if (listen.isUnresolved()) {
                    values.fault(AgentKey.HEALTH_ADDRESS, "no such host is known here");
                }
            }
            return new HealthConfig(listen, warning);
        }

        private NemconConfig client() {
            List<WireEndpoint> nodes = read.endpoints(AgentKey.GROUP_NODES);
            if (nodes.isEmpty()) {
                values.fault(AgentKey.GROUP_NODES, "an agent needs a node of its group");
                nodes.add(new WireEndpoint("127.0.0.1", 1));
            }
            NemconConfig config = NemconConfig.group(
                            nodes.stream().map(WireEndpoint::toString).collect(Collectors.joining(",")))
                    .standingAgent()
                    .name(values.get(AgentKey.AGENT_NAME))
                    .sessionTtl(read.duration(AgentKey.SESSION_TTL));
            return secured(config);
        }

        private NemconConfig secured(NemconConfig plain) {
            NemconConfig config = plain;
            String secret = read.secret(AgentKey.SECURITY_SECRET, AgentKey.SECURITY_SECRET_FILE);
            Path trust = read.file(AgentKey.SECURITY_TRUST);
            Path certificate = read.file(AgentKey.SECURITY_CERTIFICATE);
            Path privateKey = read.file(AgentKey.SECURITY_PRIVATE_KEY);
            read.security(certificate, privateKey, trust, false, secret);
            if (secret != null) {
                config = config.secret(secret);
            }
            if (trust != null) {
                config = config.trust(trust);
            }
            if (certificate != null && privateKey != null) {
                config = config.clientCertificate(certificate, privateKey);
            }
            return config;
        }

        private List<ResourceAddress> resources() {
            List<ResourceAddress> resources = new ArrayList<>();
            for (String name : names()) {
                for (String field :
                        List.of(ResourceKey.URL, ResourceKey.USER, ResourceKey.PASSWORD, ResourceKey.PASSWORD_FILE)) {
                    values.admit(new ResourceKey(name, field));
                }
                address(name).ifPresent(resources::add);
            }
            return resources;
        }

        private TreeSet<String> names() {
            return values.keys().stream()
                    .flatMap(key -> ResourceKey.parse(key).stream())
                    .map(ResourceKey::resource)
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        private Optional<ResourceAddress> address(String name) {
            Setting url = new ResourceKey(name, ResourceKey.URL);
            if (values.get(url).isEmpty()) {
                values.fault(url.key() + " is not set: where is resource " + name + "?");
                return Optional.empty();
            }
            String user = values.get(new ResourceKey(name, ResourceKey.USER));
            String password = read.secret(
                    new ResourceKey(name, ResourceKey.PASSWORD), new ResourceKey(name, ResourceKey.PASSWORD_FILE));
            try {
                return Optional.of(new ResourceAddress(
                        new ResourceName(name),
                        values.get(url),
                        user.isEmpty() ? null : user,
                        password,
                        properties(name)));
            } catch (IllegalArgumentException badName) {
                values.fault("resource." + name + ": " + badName.getMessage());
                return Optional.empty();
            }
        }

        private Map<String, String> properties(String name) {
            Map<String, String> properties = new LinkedHashMap<>();
            for (String key : new TreeSet<>(values.keys())) {
                ResourceKey.parse(key)
                        .filter(of -> of.resource().equals(name) && of.field().startsWith(ResourceKey.PROPERTY))
                        .ifPresent(of ->
                                properties.put(of.field().substring(ResourceKey.PROPERTY.length()), values.get(of)));
            }
            return properties;
        }
    }
}
