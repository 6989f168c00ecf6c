package io.nemcon.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.Entry;
import io.nemcon.core.transcript.Words;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Replicas that differ in any one thing have different hashes (P16). */
class StateHashTest {

    private static final List<String> BEFORE = List.of(
            "open app",
            "open agent kind=AGENT",
            "agent serves orders",
            "app decide app.1 COMMIT orders:w1,stock",
            "app decide app.2 COMMIT orders",
            "agent reports LOST_BRANCH orders app.1/orders#0 gone",
            "agent serves stock n=1",
            "agent reports FORGOTTEN_BRANCH orders app.7@0/orders#0 old");

    /** Each of them leaves another state behind. */
    private static final List<String> ONE_OF = List.of(
            "note",
            "open other",
            "open other ttl=11s",
            "open other kind=AGENT",
            "open other name=another",
            "open other key=k",
            "end app CLOSED",
            "end app OPERATOR",
            "end agent CLOSED",
            "app decide app.3 COMMIT",
            "app decide app.3 ABORT",
            "app decide app.4 ABORT",
            "app decide app.3 COMMIT orders",
            "app decide app.3 COMMIT stock",
            "app decide app.3 COMMIT orders#7",
            "app decide app.3 COMMIT orders:w1",
            "app decide app.3 COMMIT orders,orders",
            "app decide app.3 ABORT orders",
            "app decide app.3 ABORT orders reason=TIMEOUT",
            "app decide app.4 COMMIT orders",
            "agent decide app.3 ABORT n=2",
            "app finished app.1/orders#0",
            "app finished app.1/stock#1",
            "app finished app.2/orders#0",
            "app finished app.9/orders#0 below=2",
            "app finished app.9/orders#0 below=3",
            "app finished app.9/orders#0 n=1",
            "app finished app.9/stock#0 n=1",
            "app finished app.9/orders#0 n=2",
            "agent finished app.9/orders#0 ack=2",
            "agent finished app.9/orders#0 ack=3",
            "app serves orders",
            "app serves stock",
            "app serves audit",
            "agent leaves orders",
            "agent leaves stock",
            "agent scanned orders through=1",
            "agent scanned orders through=2",
            "agent scanned stock through=1",
            "agent reports LOST_BRANCH orders app.1/orders#0 gone again",
            "app reports LOST_BRANCH orders app.2/orders#0 gone",
            "app reports LOST_BRANCH orders app.2/orders#0 lost",
            "app reports LOST_BRANCH stock app.2/orders#0 gone",
            "app reports HEURISTIC_COMMIT orders app.2/orders#0 gone",
            "app reports LOST_BRANCH orders app.2/orders#1 gone",
            "operator ann closes 28672 repaired",
            "operator bob closes 28672 repaired",
            "operator ann closes 28672 not repaired",
            "operator ann rolls-back app.9 late",
            "operator bob rolls-back app.9 late",
            "operator ann rolls-back app.9 later",
            "operator ann rolls-back app.8 late",
            "operator ann closes 36864 repaired",
            "operator ann rolls-back app.7@0 old",
            "operator ann commits app.7@0 old");

    @Test
    void everyDifferenceOfStateIsADifferenceOfHash() {
        Map<Long, String> seen = new HashMap<>();
        for (String last : ONE_OF) {
            assertThat(seen.put(hashAfter(last), last))
                    .as("the same hash as after: " + last)
                    .isNull();
        }
    }

    @Test
    void theSameHistoryGivesTheSameHash() {
        assertThat(hashAfter("end app CLOSED")).isEqualTo(hashAfter("end app CLOSED"));
    }

    /** The hash stands in snapshots on disks, and replicas of two versions compare it: these values stand for ever. */
    @Test
    void theHashNeverChanges() {
        assertThat(StateHash.mix(0)).isZero();
        assertThat(StateHash.mix(1)).isEqualTo(0xb456bcfc34c2cb2cL);
        assertThat(StateHash.mix(-1)).isEqualTo(0x64b5720b4b825f21L);
        assertThat(new StateHash().value()).isEqualTo(0x9e3779b97f4a7c15L);
        assertThat(new StateHash().add(731).value()).isEqualTo(0x8dde37d680acb061L);
        assertThat(new StateHash().add("orders").value()).isEqualTo(0x98657a81f633b75fL);
        assertThat(new StateHash().add("").value()).isEqualTo(0x8eb018eb5e920926L);
        assertThat(new StateHash().add(new byte[] {5, -1, 0}).value()).isEqualTo(0xe35bbce641089c00L);
        assertThat(new StateHash().add(Decision.ABORT).value()).isEqualTo(0xf5123b3856a3aa79L);
        assertThat(new StateHash().add(1).add(2).value()).isEqualTo(0x94981a9e3ebffd23L);
    }

    private static long hashAfter(String last) {
        Cast cast = new Cast();
        LedgerWords words = new LedgerWords(cast);
        Ledger ledger = new Ledger();
        ledger.apply(1, 1, new Entry(1, List.of(new Command.FormGroup(Cast.GROUP, Cast.INCARNATION))));
        for (String line : BEFORE) {
            apply(ledger, words, cast, line);
        }
        apply(ledger, words, cast, last);
        return ledger.hash();
    }

    private static void apply(Ledger ledger, LedgerWords words, Cast cast, String line) {
        Words said = new Words(line);
        Command command = words.command(said, ledger);
        ledger.apply(ledger.index() + 1, 1, new Entry(ledger.index(), List.of(command)));
        if (said.at(0).equals("open")) {
            ledger.aliveSessions().forEach(session -> cast.enter(session.name(), session.session()));
        }
    }
}
