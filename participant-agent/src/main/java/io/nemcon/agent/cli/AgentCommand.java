package io.nemcon.agent.cli;

import io.nemcon.node.GroupException;
import io.nemcon.wire.config.ConfigException;
import io.nemcon.wire.config.Setting;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nemcon agent}: recovers some databases until it is told to stop. */
@Command(
        name = "agent",
        mixinStandardHelpOptions = true,
        description = {
            "Recovers databases until SIGTERM: finishes what is decided, and cleans up after crashed applications.",
            "",
            "Applications have such an agent inside. One that stands beside the databases is there when no application is, needs the"
                    + " rights of recovery for itself alone, and is preferred while it is there. Run two for each database: one is active,"
                    + " the other takes over when it dies."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:stopped as asked",
            "1:the group refused it",
            "2:wrong usage or configuration",
            "3:no node answered, or none of them leads"
        })
public final class AgentCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(AgentCommand.class);
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final int UNREACHABLE = 3;

    @Option(names = "--config", paramLabel = "FILE", description = "Properties file with the keys below.")
    private @Nullable Path config;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Sets one key, over the file and the environment. May be repeated.")
    private List<String> settings = List.of();

    @Spec
    private @Nullable CommandSpec spec;

    private final CountDownLatch stopped = new CountDownLatch(1);

    /** Adds the table of keys to the help. */
    @Spec
    void describeKeys(CommandSpec command) {
        StringBuilder text = new StringBuilder("%nKeys, their environment variables and defaults:%n");
        for (Setting key : AgentKey.values()) {
            text.append(String.format("  %s  (%s", key.key(), key.environment()))
                    .append(key.byDefault().isEmpty() ? ")" : ", default " + key.byDefault() + ")")
                    .append("%n      ")
                    .append(key.meaning())
                    .append("%n");
        }
        text.append("  resource.NAME.url  .user  .password  .passwordFile  .property.KEY%n"
                + "      a database to recover, by the name that applications give it; the password also by%n"
                + "      NEMCON_RESOURCE_NAME_PASSWORD; properties go to its driver%n");
        command.usageMessage().footer(text.toString());
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
        AgentConfig agent;
        try {
            agent = AgentConfig.read(config, System.getenv(), settings);
            checkAdapters(agent);
        } catch (ConfigException bad) {
            String.valueOf(bad.getMessage()).lines().forEach(fault -> err.println("nemcon agent: " + fault));
            return USAGE;
        }
        agent.described().lines().forEach(line -> LOG.info("{}", line));
        return run(agent, err);
    }

    private static void checkAdapters(AgentConfig agent) throws ConfigException {
        List<String> faults = agent.resources().stream()
                .map(StandingAgent::whyNoAdapter)
                .filter(why -> !why.isEmpty())
                .toList();
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
    }

    private int run(AgentConfig config, PrintWriter err) throws InterruptedException {
        try (StandingAgent agent = new StandingAgent(config)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stopOnSignal(agent), "nemcon-stop"));
            stopped.await();
            return 0;
        } catch (IOException noPort) {
            err.println("nemcon agent: " + noPort.getMessage());
            return USAGE;
        } catch (GroupException noGroup) {
            err.println("nemcon agent: " + noGroup.getMessage());
            return noGroup.knowledge() == GroupException.Knowledge.REFUSED ? FAILED : UNREACHABLE;
        }
    }

    /** An agent that was told to stop has done what it should: the code is 0, and not the signal's that the JVM would take. */
    private static void stopOnSignal(StandingAgent agent) {
        agent.close();
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(0);
    }
}
