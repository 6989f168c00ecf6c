package io.nemcon.samples.indoubt;

import io.nemcon.samples.demo.bank.BankLogin;
import io.nemcon.samples.demo.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A standing agent, started as an operator would: {@code nemcon agent --config FILE}. */
public record AgentProcess(String name, Path log, ChildProcess process) implements AutoCloseable {

    private static final List<String> JVM_OPTIONS =
            List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dnemcon.log.level=INFO");

    /** By name: the command line knows the samples, and packages know each other one way only. */
    private static final String COMMAND_LINE = "io.nemcon.samples.NemconCommand";

    private static final long ASK_AGAIN_MS = 20;

    /** @param logins of the databases that it recovers */
    public static AgentProcess start(String name, String endpoints, List<BankLogin> logins, Path folder)
            throws IOException {
        return start(name, endpoints, logins, List.of(), folder);
    }

    /** @param settings more lines of its configuration */
    public static AgentProcess start(
            String name, String endpoints, List<BankLogin> logins, List<String> settings, Path folder)
            throws IOException {
        Path config = folder.resolve(name + ".properties");
        List<String> lines = new ArrayList<>(List.of("agent.name=" + name, "group.nodes=" + endpoints));
        lines.addAll(settings);
        for (BankLogin login : logins) {
            lines.add("resource." + login.database() + ".url=" + login.url());
            lines.add("resource." + login.database() + ".user=" + login.user());
        }
        Files.write(config, lines);
        Path log = folder.resolve(name + ".log");
        ChildProcess process = ChildProcess.start(
                name, log, JVM_OPTIONS, COMMAND_LINE, List.of("agent", "--config", config.toString()));
        process.ignoreOutput();
        return new AgentProcess(name, log, process);
    }

    /**
     * Waits until it is the active agent of these.
     *
     * @throws IOException if it ends before that
     */
    public void awaitActive(List<BankLogin> logins) throws IOException, InterruptedException {
        for (BankLogin login : logins) {
            while (!Files.readString(log).contains("active agent of resource " + login.database())) {
                if (!process.isAlive()) {
                    throw new IOException("an agent did not start: " + process.obituary());
                }
                Thread.sleep(ASK_AGAIN_MS);
            }
        }
    }

    /** By SIGKILL: it has nothing to save. */
    @Override
    public void close() {
        process.kill();
    }
}
