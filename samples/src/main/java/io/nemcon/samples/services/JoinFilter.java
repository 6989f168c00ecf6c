package io.nemcon.samples.services;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import io.nemcon.client.context.JoinRefusedException;
import io.nemcon.client.context.JoinedScope;
import io.nemcon.client.context.Propagation;
import io.nemcon.client.context.TransactionContext;
import java.io.IOException;

/** Requires each request to be part of its caller's transaction: what TransactionFilter is for Servlet, for the JDK's server. */
final class JoinFilter extends Filter {

    private final Propagation propagation;

    JoinFilter(Propagation propagation) {
        this.propagation = propagation;
    }

    @Override
    public String description() {
        return "joins the caller's transaction";
    }

    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
        JoinedScope joined;
        try {
            joined = propagation.joinRequired(exchange.getRequestHeaders().getFirst(TransactionContext.HEADER));
        } catch (JoinRefusedException refused) {
            int status = refused.kind() == JoinRefusedException.Kind.MISSING ? 428 : 409;
            Service.reply(exchange, status, String.valueOf(refused.getMessage()));
            return;
        }
        try (joined) {
            boolean done = false;
            try {
                chain.doFilter(exchange);
                done = true;
            } finally {
                if (!done) {
                    joined.setRollbackOnly();
                }
            }
        }
    }
}
