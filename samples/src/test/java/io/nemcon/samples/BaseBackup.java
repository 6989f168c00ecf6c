package io.nemcon.samples;

import io.nemcon.samples.demo.database.BankServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A base backup of a running PostgreSQL server. The embedded server's bundle has no {@code pg_basebackup}, so this does what that
 * does, by the low-level API (PostgreSQL manual, 25.3.3): start, copy the data directory, stop, write the backup label; the
 * log's segments are copied last, so that the backup needs no archive.
 */
record BaseBackup(Path data, Path copy) {

    private static final String LOG = "pg_wal";

    static BaseBackup take(BankServer server, Path copy) throws SQLException, IOException {
        try (Connection connection = server.bank().plain().getConnection();
                Statement statement = connection.createStatement()) {
            BaseBackup backup = new BaseBackup(Path.of(text(statement, "SHOW data_directory")), copy);
            statement.execute("SELECT pg_backup_start('test', true)");
            copyTree(backup.data, copy, true);
            String label = text(statement, "SELECT labelfile FROM pg_backup_stop(wait_for_archive => false)");
            copyTree(backup.data.resolve(LOG), copy.resolve(LOG), false);
            Files.writeString(copy.resolve("backup_label"), label);
            return backup;
        }
    }

    private static String text(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    /** Kills the server and starts it again on what was backed up. */
    void restore(BankServer server) throws IOException {
        server.lives().crash();
        delete(data);
        copyTree(copy, data, false);
        server.lives().startAgain();
    }

    /** Files that the running server deletes meanwhile are no part of a backup. */
    private static void copyTree(Path from, Path to, boolean live) throws IOException {
        for (Path one : tree(from)) {
            Path relative = from.relativize(one);
            if (live && (relative.startsWith("postmaster.pid") || relative.startsWith("postmaster.opts"))) {
                continue;
            }
            Path target = to.resolve(relative);
            if (Files.isDirectory(one)) {
                if (!Files.exists(target)) {
                    Files.copy(one, target, StandardCopyOption.COPY_ATTRIBUTES);
                }
            } else if (Files.exists(one)) {
                Files.copy(one, target, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static List<Path> tree(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.toList();
        }
    }

    private static void delete(Path root) throws IOException {
        for (Path one : tree(root).stream().sorted(Comparator.reverseOrder()).toList()) {
            Files.deleteIfExists(one);
        }
    }
}
