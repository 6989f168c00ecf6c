package io.nemcon.server.config;

import io.nemcon.wire.config.KnownSettings;
import io.nemcon.wire.config.Setting;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Every key of a node, with its default and what it means. */
public enum ConfigKey implements Setting {
    NODE_LISTEN("node.listen", "127.0.0.1:7650", "address and port this node listens on"),
    NODE_ADDRESS("node.address", "", "host:port by which others reach this node, if not node.listen"),
    NODE_NAME("node.name", "", "how this node is called in messages, if not by its address"),
    GROUP_NAME("group.name", "nemcon", "name of the group; a data folder belongs to one group"),
    GROUP_NODES("group.nodes", "", "the voters, host:port, comma-separated: 1, 3 or 5; empty: this node alone"),
    GROUP_OBSERVERS("group.observers", "", "nodes that replicate and never vote, host:port, comma-separated"),
    DATA_FOLDER("data.folder", "", "folder of this node's log and snapshots; this node's alone"),
    SECURITY_SECRET("security.secret", "", "shared secret that every peer must prove to know"),
    SECURITY_SECRET_FILE("security.secretFile", "", "file that holds the shared secret on its first line"),
    SECURITY_CERTIFICATE("security.certificate", "", "PEM file of this node's certificate chain; turns TLS on"),
    SECURITY_PRIVATE_KEY("security.privateKey", "", "PEM file of its private key"),
    SECURITY_TRUST("security.trust", "", "PEM file of certificates that peers' certificates are checked against"),
    SECURITY_CLIENT_CERTIFICATE(
            "security.clientCertificateRequired", "false", "whether a peer must show a certificate"),
    RAFT_ELECTION_TIMEOUT("raft.electionTimeout", "500ms", "silence of the leader after which a follower stands"),
    RAFT_MAX_ELECTION_DELAY("raft.maxElectionDelay", "250ms", "added to it at random"),
    RAFT_RPC_TIMEOUT("raft.rpcTimeout", "1s", "until a request to another node is given up"),
    SESSION_DISCONNECT_GRACE("session.disconnectGrace", "1s", "how long a session lives on after its connection died"),
    OUTCOMES_RETENTION("outcomes.retention", "7d", "how long outcomes of ended sessions are kept");

    private final String key;
    private final String byDefault;
    private final String meaning;

    ConfigKey(String key, String byDefault, String meaning) {
        this.key = key;
        this.byDefault = byDefault;
        this.meaning = meaning;
    }

    /** All of them. */
    static KnownSettings known() {
        return new KnownSettings() {
            @Override
            public Collection<ConfigKey> fixed() {
                return List.of(values());
            }

            @Override
            public Optional<ConfigKey> find(String key) {
                return Arrays.stream(values())
                        .filter(known -> known.key.equals(key))
                        .findFirst();
            }

            @Override
            public String help() {
                return "nemcon server --help";
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
