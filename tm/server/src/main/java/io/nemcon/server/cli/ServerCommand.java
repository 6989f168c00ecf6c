package io.nemcon.server.cli;

import io.nemcon.node.log.LogException;
import io.nemcon.server.TmServer;
import io.nemcon.server.config.ConfigKey;
import io.nemcon.server.config.NodeConfig;
import io.nemcon.wire.WireException;
import io.nemcon.wire.config.ConfigException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nemcon server}: runs one TM node until it is told to stop. */
@Command(
        name = "server",
        mixinStandardHelpOptions = true,
        description = "Runs one TM node until SIGTERM.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:stopped as asked", "1:could not start, or its log failed", "2:wrong usage or configuration"})
public final class ServerCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(ServerCommand.class);
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    @Option(names = "--config", paramLabel = "FILE", description = "Properties file with the keys below.")
    private @Nullable Path config;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Sets one key, over the file and the environment. May be repeated.")
    private List<String> settings = List.of();

    @Spec
    private @Nullable CommandSpec spec;

    /** Adds the table of keys to the help. */
    @Spec
    void describeKeys(CommandSpec command) {
        StringBuilder text = new StringBuilder("%nKeys, their environment variables and defaults:%n");
        for (ConfigKey key : ConfigKey.values()) {
            text.append(String.format("  %s  (%s", key.key(), key.environment()));
            text.append(key.byDefault().isEmpty() ? ")" : ", default " + key.byDefault() + ")");
            text.append("%n      ").append(key.meaning()).append("%n");
        }
        command.usageMessage().footer(text.toString());
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
        NodeConfig node;
        try {
            node = NodeConfig.read(config, System.getenv(), settings);
        } catch (ConfigException bad) {
            String.valueOf(bad.getMessage()).lines().forEach(fault -> err.println("nemcon server: " + fault));
            return USAGE;
        }
        node.described().lines().forEach(line -> LOG.info("{}", line));
        return run(node, err);
    }

    private int run(NodeConfig node, PrintWriter err) throws InterruptedException {
        String version = Objects.requireNonNull(spec).root().version()[0];
        try (TmServer server = new TmServer(node, version)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stopOnSignal(server), "nemcon-stop"));
            server.start();
            server.stopped().get();
            return 0;
        } catch (LogException | WireException | IllegalArgumentException cantStart) {
            err.println("nemcon server: " + cantStart.getMessage());
            return FAILED;
        } catch (ExecutionException failed) {
            err.println("nemcon server: the node stopped itself: " + failed.getCause());
            return FAILED;
        }
    }

    /** A node that was told to stop has done what it should: the code is 0, and not the signal's that the JVM would take. */
    private static void stopOnSignal(TmServer server) {
        if (!server.stopped().isDone()) {
            server.close();
            System.out.flush();
            System.err.flush();
            Runtime.getRuntime().halt(0);
        }
    }
}
