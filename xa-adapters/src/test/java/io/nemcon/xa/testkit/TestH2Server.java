package io.nemcon.xa.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.h2.tools.Server;

/** One real H2 server for all tests of this JVM, in a process of its own that may be killed. */
public final class TestH2Server {

    private static final Pattern LISTENS = Pattern.compile("running at tcp://[^:]+:([0-9]+)");
    private static final Path FOLDER = folder();

    private static Process process;
    private static int port;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> process.destroyForcibly()));
        start(0);
    }

    private TestH2Server() {}

    private static Path folder() {
        try {
            return Files.createTempDirectory("nemcon-h2");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void start(int wantedPort) {
        try {
            process = new ProcessBuilder(List.of(
                            ProcessHandle.current().info().command().orElse("java"),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            Server.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .getPath(),
                            Server.class.getName(),
                            "-tcp",
                            "-ifNotExists",
                            "-tcpPort",
                            Integer.toString(wantedPort),
                            "-baseDir",
                            FOLDER.toString()))
                    .redirectErrorStream(true)
                    .start();
            BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
            String line = out.readLine();
            Matcher listens = LISTENS.matcher(String.valueOf(line));
            if (!listens.find()) {
                throw new AssertionError("the H2 server did not start: " + line);
            }
            port = Integer.parseInt(listens.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static int port() {
        return port;
    }

    public static String url(String database, int port) {
        return "jdbc:h2:tcp://localhost:" + port + "/./" + database;
    }

    /** Kills the server, and starts it on the same port and folder. */
    public static void crash(String url) throws InterruptedException {
        process.destroyForcibly().waitFor();
        start(port);
        while (!answers(url)) {
            Thread.onSpinWait();
        }
    }

    private static boolean answers(String url) {
        try {
            DriverManager.getConnection(url, "sa", "").close();
            return true;
        } catch (SQLException notYet) {
            return false;
        }
    }
}
