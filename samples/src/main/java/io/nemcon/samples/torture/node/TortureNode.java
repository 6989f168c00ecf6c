package io.nemcon.samples.torture.node;

import io.nemcon.node.host.Host;
import io.nemcon.node.log.LogException;
import io.nemcon.samples.torture.clock.JumpingHost;
import io.nemcon.server.TmServer;
import io.nemcon.server.config.NodeConfig;
import io.nemcon.wire.config.ConfigException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One TM node as {@code nemcon server} runs it, whose wall clock is set by lines on its standard input. */
public final class TortureNode {

    private static final Logger LOG = LoggerFactory.getLogger(TortureNode.class);
    private static final String VERSION = "torture";

    private TortureNode() {}

    /** @param arguments the node's properties file */
    public static void main(String[] arguments)
            throws ConfigException, LogException, InterruptedException, ExecutionException {
        NodeConfig config = NodeConfig.read(Path.of(arguments[0]), Map.of(), List.of());
        JumpingHost host = new JumpingHost(Host.real());
        try (TmServer server = new TmServer(host, config, VERSION)) {
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
            listen(host);
            server.start();
            server.stopped().get();
        }
    }

    private static void listen(JumpingHost host) {
        Thread reader = new Thread(() -> read(host), "parent");
        reader.setDaemon(true);
        reader.start();
    }

    /** The pipe's end is the end of the run, which ends this process by other means. */
    private static void read(JumpingHost host) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                host.hear(line);
            }
        } catch (IOException e) {
            LOG.debug("nothing more is heard from the run", e);
        }
    }
}
