package io.nemcon.samples.torture.point;

import io.nemcon.node.log.LogException;
import io.nemcon.server.TmServer;
import io.nemcon.server.config.NodeConfig;
import io.nemcon.wire.config.ConfigException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The main class of a TM node of the matrix: the product's own node on an {@link ArmedHost}. */
public final class PointNode {

    /** It takes a snapshot soon. */
    public static final String SNAPSHOT = "snapshot";

    /** A node that can't take part ends itself, as {@code nemcon server} does. */
    public static final int STOPPED_ITSELF = 1;

    private static final Logger LOG = LoggerFactory.getLogger(PointNode.class);

    private PointNode() {}

    /** @param arguments the node's configuration file, and what is armed from the start on */
    public static void main(String[] arguments) throws ConfigException, InterruptedException {
        NodeConfig config = NodeConfig.read(Path.of(arguments[0]), Map.of(), List.of());
        ArmedHost host = new ArmedHost();
        Parent.armAll(host, Arrays.asList(arguments).subList(1, arguments.length));
        try (TmServer server = new TmServer(host, config, "matrix")) {
            Parent.listen(host, line -> {
                if (line.equals(SNAPSHOT)) {
                    server.snapshot();
                }
            });
            server.start();
            Parent.say(Parent.READY);
            server.stopped().get();
        } catch (LogException | ExecutionException | RuntimeException stopped) {
            LOG.error("the node stopped itself", stopped);
        }
        Runtime.getRuntime().halt(STOPPED_ITSELF);
    }
}
