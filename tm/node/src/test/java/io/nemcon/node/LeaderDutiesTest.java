package io.nemcon.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.ledger.Ledger;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.EndReason;
import io.nemcon.core.protocol.Entry;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.SessionKind;
import io.nemcon.node.host.Host;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The duties over a real ledger and a log that may be too busy to take what a leader proposes. */
class LeaderDutiesTest {

    private static final int TTL_MS = 10_000;
    private static final int TICK_MS = 50;

    private final Ledger ledger = new Ledger();
    private final List<Command> taken = new ArrayList<>();
    private long index;
    private boolean busy;

    @BeforeEach
    void aGroupWithASession() {
        apply(new Command.FormGroup(new GroupId(7), 1));
        apply(new Command.OpenSession(1, 1, SessionKind.CLIENT, "app", TTL_MS));
    }

    private Result apply(Command command) {
        index++;
        return ledger.apply(index, 1, new Entry(1_000 + index, List.of(command)))
                .results()
                .get(0);
    }

    private CompletableFuture<Result> propose(Command command, long term) {
        if (busy) {
            return CompletableFuture.failedFuture(
                    new GroupException(GroupException.Knowledge.NOT_DONE, "the log is behind"));
        }
        taken.add(command);
        return CompletableFuture.completedFuture(apply(command));
    }

    private LeaderDuties duties(LedgerNodeConfig config) {
        return new LeaderDuties(Host.real(), config, () -> ledger, this::propose);
    }

    @Test
    void aFirstEntryThatTheLogDidNotTakeIsProposedAgain() {
        LeaderDuties duties = duties(LedgerNodeConfig.forGroup());
        busy = true;
        duties.lead(1);
        duties.tick(Host.real().nanoTime());
        assertThat(duties.leading()).isFalse();
        busy = false;
        duties.tick(Host.real().nanoTime());
        duties.tick(Host.real().nanoTime());

        assertThat(duties.leading()).isTrue();
        assertThat(taken).containsExactly(new Command.LeaderStarted());
    }

    @Test
    void oneThatLeadsNoMoreProposesNothing() {
        LeaderDuties duties = duties(LedgerNodeConfig.forGroup());
        busy = true;
        duties.lead(1);
        duties.follow();
        busy = false;
        duties.tick(Host.real().nanoTime());

        assertThat(duties.leading()).isFalse();
        assertThat(taken).isEmpty();
    }

    /** Else nothing would ever end it, and what it left prepared would be pending for good. */
    @Test
    void aFormerSessionWhoseEndTheLogDidNotTakeEndsByItsLease() {
        SessionId former = ledger.aliveSessions().get(0).session();
        LeaderDuties duties =
                new LeaderDuties(Host.real(), LedgerNodeConfig.embedded(), () -> ledger, (command, term) -> {
                    busy = command.equals(new Command.EndSession(former, EndReason.RESTARTED, 1));
                    return propose(command, term);
                });
        duties.lead(1);
        assertThat(ledger.isAlive(former)).isTrue();
        long laterNs = Host.real().nanoTime();
        for (int i = 0; i < 2 * TTL_MS / TICK_MS; i++) {
            laterNs += TimeUnit.MILLISECONDS.toNanos(TICK_MS);
            duties.tick(laterNs);
        }

        assertThat(ledger.isAlive(former)).isFalse();
        assertThat(taken).contains(new Command.EndSession(former, EndReason.EXPIRED, 1));
    }
}
