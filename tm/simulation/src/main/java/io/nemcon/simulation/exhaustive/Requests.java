package io.nemcon.simulation.exhaustive;

import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.SessionCommand;
import java.util.ArrayList;
import java.util.List;

/**
 * What the client has ever sent, as a set: nothing is taken out, for a request may be lost, be late, come again and be
 * overtaken, whenever and as often as the network likes. Inquiries of agents are among them. Not thread-safe.
 */
final class Requests {

    private final Ledgers ledgers;
    private final Numbered<SessionCommand> bodies = new Numbered<>();
    private final List<int[]> entries = new ArrayList<>();

    /** Sets by number, as bits of bodies, two high ones of inquiries. */
    private final List<Long> sets = new ArrayList<>();

    private final LongMap numbers = new LongMap();

    Requests(Ledgers ledgers) {
        this.ledgers = ledgers;
        number(0);
    }

    private int number(long set) {
        long known = numbers.get(set);
        if (known != LongMap.NONE) {
            return (int) known;
        }
        if (sets.size() >= 1 << State.REQUESTS_BITS) {
            throw new IllegalStateException("more than 2^" + State.REQUESTS_BITS + " sets of requests");
        }
        numbers.put(set, sets.size());
        sets.add(set);
        return sets.size() - 1;
    }

    private static long inquiry(int transaction) {
        return 1L << Long.SIZE - 2 - transaction;
    }

    int withInquiry(int set, int transaction) {
        return number(sets.get(set) | inquiry(transaction));
    }

    boolean hasInquiry(int set, int transaction) {
        return (sets.get(set) & inquiry(transaction)) != 0;
    }

    /** The number of a body, the same always. */
    int body(SessionCommand body) {
        int number = bodies.of(body);
        if (number >= Long.SIZE - 1 - Cast.TRANSACTIONS) {
            throw new IllegalStateException("more requests than bits: " + body);
        }
        while (entries.size() <= number) {
            SessionCommand one = bodies.get(entries.size());
            entries.add(new int[] {entry(one, 1), entry(one, 2)});
        }
        return number;
    }

    SessionCommand body(int body) {
        return bodies.get(body);
    }

    private int entry(SessionCommand body, long term) {
        Command command = Ledgers.of(Cast.CLIENT, body);
        return ledgers.number(new Ledgers.LogEntry(List.of(command), term));
    }

    int with(int set, int body) {
        return number(sets.get(set) | 1L << body);
    }

    /** Bits of bodies. */
    long bodiesOf(int set) {
        return sets.get(set) & ~inquiry(0) & ~inquiry(1);
    }

    /** The number of the log's entry with that body alone. */
    int entry(int body, int term) {
        return entries.get(body)[term - 1];
    }
}
