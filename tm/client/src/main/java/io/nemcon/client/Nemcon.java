package io.nemcon.client;

import io.nemcon.client.branch.Enlister;
import io.nemcon.client.context.Propagation;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.UserTransaction;

/**
 * An application's client: one session with a group, or a ledger of its own. One a process is enough; thread-safe.
 *
 * <pre>{@code
 * try (Nemcon nemcon = Nemcon.open(NemconConfig.group("tm1:7650,tm2:7650,tm3:7650").name("orders-app"))) {
 *     UserTransaction tx = nemcon.userTransaction();
 *     ...
 * }
 * }</pre>
 */
public interface Nemcon extends AutoCloseable {

    /**
     * Connects to the group, or opens the ledger in its folder, and opens a session. Blocks up to the request timeout.
     *
     * @throws GroupException if that fails: no node is reachable (each endpoint and why), the group refuses this client
     *     (why), or the folder's log can't be opened (what is wrong with it)
     */
    static Nemcon open(NemconConfig config) {
        return NemconClient.open(config);
    }

    TransactionManager transactionManager();

    UserTransaction userTransaction();

    TransactionSynchronizationRegistry synchronizationRegistry();

    /** Takes transactions to other processes, and takes in theirs. */
    Propagation propagation();

    /** For adapters: puts work into the calling thread's transaction. */
    Enlister enlister();

    /** For agents: requests in the name of this client's session, and its news. */
    AgentPort agentPort();

    /** The group's or the embedded ledger's address, for messages. */
    String describe();

    /** Waits for transactions under way up to the close timeout, ends the session, releases threads. Idempotent. */
    @Override
    void close();
}
