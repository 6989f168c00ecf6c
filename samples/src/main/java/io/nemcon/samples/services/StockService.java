package io.nemcon.samples.services;

import com.sun.net.httpserver.HttpExchange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Takes one piece of an item from stock, {@code /take?id=..&item=..}: always as part of the order's transaction. */
final class StockService implements Work {

    private final DataSource stock;

    StockService(DataSource stock) {
        this.stock = stock;
    }

    static void createTables(DataSource plain, int items, int pieces) throws SQLException {
        Tables.execute(plain, "CREATE TABLE stock (item INT PRIMARY KEY, pieces INT NOT NULL)");
        Tables.execute(plain, "CREATE TABLE taken (id INT PRIMARY KEY, item INT NOT NULL)");
        for (int item = 1; item <= items; item++) {
            Tables.execute(plain, "INSERT INTO stock (item, pieces) VALUES (" + item + ", " + pieces + ")");
        }
    }

    @Override
    public String answer(HttpExchange request) throws SQLException, ServiceException {
        int id = Integer.parseInt(Service.parameter(request, "id"));
        int item = Integer.parseInt(Service.parameter(request, "item"));
        try (Connection connection = stock.getConnection();
                PreparedStatement take = connection.prepareStatement(
                        "UPDATE stock SET pieces = pieces - 1 WHERE item = ? AND pieces > 0");
                PreparedStatement note = connection.prepareStatement("INSERT INTO taken (id, item) VALUES (?, ?)")) {
            take.setInt(1, item);
            if (take.executeUpdate() == 0) {
                throw new ServiceException(409, "nothing is left of item " + item);
            }
            note.setInt(1, id);
            note.setInt(2, item);
            note.executeUpdate();
        }
        return "taken";
    }
}
