package io.nemcon.samples.services;

import com.sun.net.httpserver.HttpExchange;
import io.nemcon.client.Nemcon;
import io.nemcon.client.http.PropagatingHttpClient;
import io.nemcon.client.jta.OutcomeUnknownException;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/**
 * Takes orders: {@code /order?id=..&item=..&customer=..}. Writes the order into its own database, has stock and payment do their part
 * in theirs, and commits all three as one. Nobody is told 200 of an order of which only a part is there.
 */
final class OrderService implements Work {

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(20);
    private static final int CONFLICT = 409;
    private static final int UNKNOWN = 502;

    private final UserTransaction transaction;
    private final DataSource orders;
    private final HttpClient http;
    private final List<String> callees;

    /** @param callees addresses of stock and payment, up to the question mark */
    OrderService(Nemcon nemcon, DataSource orders, List<String> callees) {
        this.transaction = nemcon.userTransaction();
        this.orders = orders;
        this.http = PropagatingHttpClient.of(HttpClient.newHttpClient(), nemcon.propagation());
        this.callees = callees;
    }

    static void createTables(DataSource plain) throws SQLException {
        Tables.execute(plain, "CREATE TABLE orders (id INT PRIMARY KEY, item INT NOT NULL, customer INT NOT NULL)");
    }

    @Override
    public String answer(HttpExchange request)
            throws IOException, InterruptedException, SQLException, ServiceException {
        int id = Integer.parseInt(Service.parameter(request, "id"));
        int item = Integer.parseInt(Service.parameter(request, "item"));
        int customer = Integer.parseInt(Service.parameter(request, "customer"));
        try {
            transaction.begin();
            boolean done = false;
            try {
                write(id, item, customer);
                for (String callee : callees) {
                    call(callee + "?id=" + id + "&item=" + item + "&customer=" + customer);
                }
                done = true;
            } finally {
                if (!done) {
                    transaction.rollback();
                }
            }
            transaction.commit();
            return "order " + id + " is taken";
        } catch (RollbackException rolledBack) {
            throw new ServiceException(CONFLICT, "order " + id + " is not taken: " + rolledBack.getMessage());
        } catch (OutcomeUnknownException unknown) {
            throw new ServiceException(UNKNOWN, "order " + id + " may be taken: " + unknown.getMessage());
        } catch (NotSupportedException
                | SystemException
                | HeuristicMixedException
                | HeuristicRollbackException failed) {
            throw new ServiceException(UNKNOWN, "order " + id + " failed: " + failed);
        }
    }

    private void write(int id, int item, int customer) throws SQLException {
        try (Connection connection = orders.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO orders (id, item, customer) VALUES (?, ?, ?)")) {
            insert.setInt(1, id);
            insert.setInt(2, item);
            insert.setInt(3, customer);
            insert.executeUpdate();
        }
    }

    private void call(String address) throws InterruptedException, ServiceException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .timeout(CALL_TIMEOUT)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new ServiceException(CONFLICT, address + " refuses: " + answer.body());
            }
        } catch (IOException noAnswer) {
            throw new ServiceException(CONFLICT, address + " did not answer: " + noAnswer);
        }
    }
}
