package io.nemcon.samples.services;

import com.sun.net.httpserver.HttpExchange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Has a customer pay for an order, {@code /pay?id=..&customer=..}: always as part of the order's transaction. */
final class PaymentService implements Work {

    private static final int CENTS = 500;

    private final DataSource accounts;

    PaymentService(DataSource accounts) {
        this.accounts = accounts;
    }

    static void createTables(DataSource plain, int customers, int cents) throws SQLException {
        Tables.execute(plain, "CREATE TABLE customer (id INT PRIMARY KEY, cents INT NOT NULL)");
        Tables.execute(plain, "CREATE TABLE paid (id INT PRIMARY KEY, customer INT NOT NULL, cents INT NOT NULL)");
        for (int customer = 1; customer <= customers; customer++) {
            Tables.execute(plain, "INSERT INTO customer (id, cents) VALUES (" + customer + ", " + cents + ")");
        }
    }

    @Override
    public String answer(HttpExchange request) throws SQLException, ServiceException {
        int id = Integer.parseInt(Service.parameter(request, "id"));
        int customer = Integer.parseInt(Service.parameter(request, "customer"));
        try (Connection connection = accounts.getConnection();
                PreparedStatement pay = connection.prepareStatement(
                        "UPDATE customer SET cents = cents - ? WHERE id = ? AND cents >= ?");
                PreparedStatement note =
                        connection.prepareStatement("INSERT INTO paid (id, customer, cents) VALUES (?, ?, ?)")) {
            pay.setInt(1, CENTS);
            pay.setInt(2, customer);
            pay.setInt(3, CENTS);
            if (pay.executeUpdate() == 0) {
                throw new ServiceException(409, "customer " + customer + " has not enough money");
            }
            note.setInt(1, id);
            note.setInt(2, customer);
            note.setInt(3, CENTS);
            note.executeUpdate();
        }
        return "paid";
    }
}
