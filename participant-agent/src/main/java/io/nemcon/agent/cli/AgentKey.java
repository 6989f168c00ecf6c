package io.nemcon.agent.cli;

import io.nemcon.wire.config.KnownSettings;
import io.nemcon.wire.config.Setting;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The keys of a standing agent that are not those of a resource. */
enum AgentKey implements Setting {
    AGENT_NAME("agent.name", "agent", "how this agent is called in listings and incidents"),
    GROUP_NODES("group.nodes", "127.0.0.1:7650", "TM nodes, host:port, comma-separated; some of them are enough"),
    SESSION_TTL(
            "session.ttl",
            "10s",
            "how long the group waits for this agent if it falls silent and no connection of it dies"),
    SECURITY_SECRET("security.secret", "", "the group's shared secret"),
    SECURITY_SECRET_FILE("security.secretFile", "", "file that holds the shared secret on its first line"),
    SECURITY_TRUST(
            "security.trust",
            "",
            "PEM file of certificates that nodes' certificates are checked against; turns TLS on"),
    SECURITY_CERTIFICATE(
            "security.certificate", "", "PEM file of this agent's certificate chain, for groups that ask for one"),
    SECURITY_PRIVATE_KEY("security.privateKey", "", "PEM file of its private key"),
    HEALTH_PORT("health.port", "", "port of GET /health; without it nobody can ask"),
    HEALTH_ADDRESS("health.address", "127.0.0.1", "address of that port; it asks nobody for a password"),
    HEALTH_PREPARED_WARNING(
            "health.preparedWarning",
            "80",
            "percent of its server's limit of prepared transactions from which on a resource is unwell");

    private final String key;
    private final String byDefault;
    private final String meaning;

    AgentKey(String key, String byDefault, String meaning) {
        this.key = key;
        this.byDefault = byDefault;
        this.meaning = meaning;
    }

    /** These, and those of resources. */
    static KnownSettings known() {
        return new KnownSettings() {
            @Override
            public Collection<AgentKey> fixed() {
                return List.of(values());
            }

            @Override
            public Optional<? extends Setting> find(String key) {
                return Arrays.<Setting>stream(values())
                        .filter(known -> known.key().equals(key))
                        .findFirst()
                        .or(() -> ResourceKey.parse(key));
            }

            @Override
            public String help() {
                return "nemcon agent --help";
            }
        };
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public String byDefault() {
        return byDefault;
    }

    @Override
    public String meaning() {
        return meaning;
    }

    @Override
    public boolean isSecret() {
        return this == SECURITY_SECRET;
    }
}
