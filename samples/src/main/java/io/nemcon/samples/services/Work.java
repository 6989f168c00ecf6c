package io.nemcon.samples.services;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.sql.SQLException;

/** What a service does for one request, on the thread and in the transaction that it is called with. */
interface Work {

    /** Returns what is answered with 200. */
    String answer(HttpExchange request) throws IOException, InterruptedException, SQLException, ServiceException;
}
