package io.nemcon.server.raft;

import io.nemcon.node.log.LogException;
import io.nemcon.server.raft.rpc.LifeBook;
import io.nemcon.wire.WireEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lives of the voters that this node has met, in a file. Voters that leave the group are forgotten. Thread-safe. */
final class KnownLives implements LifeBook {

    private static final Logger LOG = LoggerFactory.getLogger(KnownLives.class);

    private final Path file;
    /** What was written of voters. */
    private final Map<String, Long> lives;
    /** What others said, who may become voters. */
    private final Map<String, Long> met = new HashMap<>();

    private volatile Set<WireEndpoint> voters;

    private KnownLives(Path file, Map<String, Long> lives, Collection<WireEndpoint> voters) {
        this.file = file;
        this.lives = new ConcurrentHashMap<>(lives);
        this.voters = Set.copyOf(voters);
    }

    static KnownLives read(Path file, Collection<WireEndpoint> voters) throws LogException {
        if (!Files.exists(file)) {
            return new KnownLives(file, Map.of(), voters);
        }
        try {
            return new KnownLives(
                    file,
                    Files.readAllLines(file).stream()
                            .map(line -> line.split(" ", 2))
                            .collect(
                                    Collectors.toMap(parts -> parts[0], parts -> Long.parseUnsignedLong(parts[1], 16))),
                    voters);
        } catch (IOException | IndexOutOfBoundsException | IllegalArgumentException | IllegalStateException e) {
            throw new LogException(
                    file + " cannot be read (" + e
                            + "): restore it, or delete it if no node of the group lost its disk",
                    e);
        }
    }

    @Override
    public long expected(WireEndpoint peer) {
        return lives.getOrDefault(peer.toString(), 0L);
    }

    @Override
    public synchronized boolean learn(WireEndpoint peer, long life) {
        if (!voters.contains(peer)) {
            met.put(peer.toString(), life);
            return true;
        }
        long known = expected(peer);
        if (known != 0) {
            return known == life;
        }
        lives.put(peer.toString(), life);
        if (!write()) {
            lives.remove(peer.toString());
            return false;
        }
        return true;
    }

    /** The group's voters from now on. Blocks for a force to disk if that changes anything. */
    synchronized void onVoters(Collection<WireEndpoint> now) {
        voters = Set.copyOf(now);
        Set<String> names = now.stream().map(WireEndpoint::toString).collect(Collectors.toSet());
        boolean changed = lives.keySet().retainAll(names);
        for (String name : names) {
            Long life = met.remove(name);
            changed |= life != null && lives.putIfAbsent(name, life) == null;
        }
        if (changed) {
            write();
        }
    }

    private boolean write() {
        String text = new TreeMap<>(lives)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + " " + HexFormat.of().toHexDigits(entry.getValue()) + "\n")
                        .collect(Collectors.joining());
        try {
            DurableFile.write(file, text);
            return true;
        } catch (IOException e) {
            LOG.error(
                    "{} could not be written, so peers that this node meets for the first time have to wait", file, e);
            return false;
        }
    }
}
