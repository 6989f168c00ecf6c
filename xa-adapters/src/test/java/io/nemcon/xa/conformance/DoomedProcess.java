package io.nemcon.xa.conformance;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.protocol.Witness;
import io.nemcon.xa.NemconDataSource;
import io.nemcon.xa.testkit.FakeRegistrar;
import io.nemcon.xa.testkit.FakeTransactions;
import io.nemcon.xa.testkit.FakeTransactions.Transaction;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A JVM of its own that takes ten from account 1 and prepares that, takes ten from account 2 and does not, tells so, and
 * waits to be killed.
 */
final class DoomedProcess {

    private static final String DONE = "prepared ";

    private final Process process;
    private final BranchId prepared;
    private final Witness witness;

    private DoomedProcess(Process process, BranchId prepared, Witness witness) {
        this.process = process;
        this.prepared = prepared;
        this.witness = witness;
    }

    static DoomedProcess start(ConformanceDatabase database) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DoomedProcess.class.getName(),
                        database.url(),
                        orEmpty(database.user()),
                        orEmpty(database.password())))
                .redirectErrorStream(true)
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        StringBuilder said = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(DONE)) {
                String[] words = line.split(" ", -1);
                return new DoomedProcess(
                        process, Objects.requireNonNull(BranchId.parse(words[1])), new Witness(words[2]));
            }
            said.append(line).append('\n');
        }
        throw new AssertionError("the other process ended before it had prepared: " + said);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    BranchId prepared() {
        return prepared;
    }

    Witness witness() {
        return witness;
    }

    /** As SIGKILL does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    public static void main(String[] args) throws SQLException, InterruptedException {
        FakeTransactions transactions = new FakeTransactions();
        NemconDataSource orders = NemconDataSource.builder(transactions, new FakeRegistrar(), "orders")
                .url(args[0])
                .user(args[1].isEmpty() ? null : args[1])
                .password(args[1].isEmpty() ? null : args[2])
                .examine(false)
                .build();
        transactions.begin();
        take(orders, 2);
        transactions.suspend();
        Transaction transaction = transactions.begin();
        take(orders, 1);
        transactions.suspend();
        Witness witness = transaction.branch("orders").prepare().witness();
        System.out.println(DONE + transaction.id("orders") + " " + witness.evidence());
        Thread.sleep(Long.MAX_VALUE);
    }

    private static void take(NemconDataSource source, int account) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("update account set balance = balance - 10 where id = " + account);
        }
    }
}
