package io.nemcon.samples.demo.bank;

import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.SessionId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;

/** A bank of two databases in memory, and transfers done to it by hand. */
final class BankFixture {

    static final int ACCOUNTS = 10;
    static final long BALANCE_EACH = 100;
    static final long MONEY = 2 * ACCOUNTS * BALANCE_EACH;

    final BankDatabase first = database("first");
    final BankDatabase second = database("second");

    BankFixture() throws SQLException {
        first.create(ACCOUNTS, BALANCE_EACH);
        second.create(ACCOUNTS, BALANCE_EACH);
    }

    private static BankDatabase database(String name) {
        JdbcDataSource memory = new JdbcDataSource();
        memory.setURL("jdbc:h2:mem:" + name + "-" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        return new BankDatabase(name, memory);
    }

    static Gtrid gtrid(long session, long sequence) {
        return new Gtrid(new GroupId(0x1234), 0, new SessionId(session), sequence);
    }

    static Note note(Gtrid gtrid, Told told) {
        return new Note(gtrid, told, 1, 2, 3_000);
    }

    void transfer(Gtrid gtrid, long amount) throws SQLException {
        half(first, gtrid, -amount);
        half(second, gtrid, amount);
    }

    static void half(BankDatabase database, Gtrid gtrid, long amount) throws SQLException {
        try (Connection connection = database.plain().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE account SET balance = balance + " + amount + " WHERE id = 3");
            statement.execute("INSERT INTO transfer (gtrid, amount) VALUES ('" + gtrid + "', " + amount + ")");
        }
    }
}
