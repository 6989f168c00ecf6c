package io.nemcon.servlet;

import io.nemcon.client.context.JoinRefusedException;
import io.nemcon.client.context.JoinedScope;
import io.nemcon.client.context.Propagation;
import io.nemcon.client.context.TransactionContext;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a request part of its caller's transaction, by the header {@value TransactionContext#HEADER}, on the thread that the chain
 * runs on. Work that ends with an exception marks the transaction for rollback. Thread-safe.
 *
 * <p>A request that is refused is answered without the chain: 400 for a header that can't be read, 409 for a transaction that is
 * over, 428 for a missing header where one is required, 503 where the group did not answer or a limit is reached. Work that a
 * servlet hands to another thread is not part of the transaction.
 */
public final class TransactionFilter implements Filter {

    private static final Logger LOG = LoggerFactory.getLogger(TransactionFilter.class);
    private static final int PRECONDITION_REQUIRED = 428; // RFC 6585

    private final Propagation propagation;
    private final boolean required;

    private TransactionFilter(Propagation propagation, boolean required) {
        this.propagation = propagation;
        this.required = required;
    }

    /** Refuses requests without a transaction: their work would silently commit by itself. */
    public static TransactionFilter required(Propagation propagation) {
        return new TransactionFilter(propagation, true);
    }

    /** Lets requests without a transaction through. */
    public static TransactionFilter supported(Propagation propagation) {
        return new TransactionFilter(propagation, false);
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(request instanceof HttpServletRequest http) || !(response instanceof HttpServletResponse answer)) {
            throw new ServletException("a transaction travels in a header of HTTP, and this is no HTTP request");
        }
        JoinedScope joined;
        try {
            joined = join(http.getHeader(TransactionContext.HEADER));
        } catch (JoinRefusedException refused) {
            LOG.warn("{} {} is refused: {}", http.getMethod(), http.getRequestURI(), refused.getMessage());
            answer.sendError(statusOf(refused.kind()), refused.getMessage());
            return;
        }
        try (joined) {
            run(joined, request, response, chain);
        }
    }

    private JoinedScope join(@Nullable String header) {
        return required ? propagation.joinRequired(header) : propagation.joinIfPresent(header);
    }

    private static void run(JoinedScope joined, ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        boolean done = false;
        try {
            chain.doFilter(request, response);
            done = true;
        } finally {
            if (!done) {
                mark(joined);
            }
        }
    }

    private static void mark(JoinedScope joined) {
        try {
            joined.setRollbackOnly();
        } catch (IllegalStateException itsEndHasBegun) {
            LOG.debug("not marked for rollback: {}", itsEndHasBegun.getMessage());
        }
    }

    private static int statusOf(JoinRefusedException.Kind kind) {
        return switch (kind) {
            case MISSING -> PRECONDITION_REQUIRED;
            case MALFORMED -> HttpServletResponse.SC_BAD_REQUEST;
            case OVER -> HttpServletResponse.SC_CONFLICT;
            case REFUSED, UNREACHABLE -> HttpServletResponse.SC_SERVICE_UNAVAILABLE;
        };
    }
}
