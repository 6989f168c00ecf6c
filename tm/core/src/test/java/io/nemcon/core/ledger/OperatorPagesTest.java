package io.nemcon.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.core.id.ResourceName;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Answer.IncidentInfo;
import io.nemcon.core.protocol.Answer.ResourceRow;
import io.nemcon.core.protocol.Answer.TransactionInfo;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.Entry;
import io.nemcon.core.protocol.Query;
import io.nemcon.core.transcript.Words;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator is shown, a page at a time, each row on one page (scenarios 60, 64, 68). */
class OperatorPagesTest {

    private final Cast cast = new Cast();
    private final LedgerWords words = new LedgerWords(cast);
    private final Ledger ledger = new Ledger();

    @BeforeEach
    void openOneSession() {
        apply(new Command.FormGroup(Cast.GROUP, Cast.INCARNATION));
        say("open app");
    }

    @Test
    void resourcesComeByTheirNames() {
        List.of("stock", "audit", "orders").forEach(name -> say("app serves " + name));
        assertPage(resources(null, 2), true, "audit", "orders");
        assertPage(resources(null, 3), false, "audit", "orders", "stock");
        assertPage(resources("audit", 1), true, "orders");
        assertPage(resources("audit", 2), false, "orders", "stock");
        assertPage(resources("stock", 2), false);
    }

    @Test
    void oneResourceIsAskedForByItsName() {
        say("app serves orders");
        say("app serves stock");
        assertPage(ledger.answer(new Query.Resource(new ResourceName("stock"))), false, "stock");
        assertPage(ledger.answer(new Query.Resource(new ResourceName("audit"))), false);
    }

    @Test
    void ofVeryManyAgentsTheFirstAreShownAndAllAreCounted() {
        IntStream.rangeClosed(0, ResourceRow.AGENTS_SHOWN_MAX).forEach(i -> {
            say("open agent" + i);
            say("agent" + i + " serves orders");
        });
        ResourceRow row = ((Answer.Resources) resources(null, 1)).resources().get(0);
        assertThat(row.agentCount()).isEqualTo(ResourceRow.AGENTS_SHOWN_MAX + 1);
        assertThat(row.agents()).hasSize(ResourceRow.AGENTS_SHOWN_MAX);
        assertThat(row.agents().get(0).name()).isEqualTo("agent0");
    }

    @Test
    void oneIncidentIsAskedForByItsNumber() {
        say("app reports LOST_BRANCH orders app.1/orders#0 gone");
        say("app reports LOST_BRANCH stock app.1/stock#1 gone too");
        List<IncidentInfo> all = ((Answer.Incidents) ledger.answer(Query.Incidents.open())).incidents();
        assertThat(all).hasSize(2);
        IncidentInfo second = all.get(1);
        assertThat(ledger.answer(new Query.Incident(second.incident())))
                .isEqualTo(new Answer.Incidents(List.of(second), false));
        assertThat(ledger.answer(new Query.Incident(second.incident() + 1)))
                .isEqualTo(new Answer.Incidents(List.of(), false));
    }

    @Test
    void aPageThatIsFullSaysWhetherThereIsMore() {
        for (int i = 1; i <= 3; i++) {
            say("app decide app." + i + " COMMIT orders");
            say("app reports LOST_BRANCH orders app." + i + "/orders#0 gone");
        }
        assertThat(transactions(0, 2).transactions()).hasSize(2);
        assertThat(transactions(0, 2).more()).isTrue();
        assertThat(transactions(0, 3).more()).isFalse();
        for (int limit = 2; limit <= 3; limit++) {
            Answer.Incidents page = (Answer.Incidents) ledger.answer(new Query.Incidents(0, limit, false));
            assertThat(page.incidents()).hasSize(limit);
            assertThat(page.more()).isEqualTo(limit < 3);
        }
    }

    @Test
    void aPageOfWhatOnlyAPersonCanDecideSaysWhetherThereIsMore() {
        for (int i = 1; i <= 3; i++) {
            say("app reports FORGOTTEN_BRANCH orders app." + i + "@9/orders#0 old");
        }
        assertThat(transactions(0, 2).transactions()).hasSize(2);
        assertThat(transactions(0, 2).more()).isTrue();
        assertThat(transactions(0, 3).more()).isFalse();
    }

    /** A restored group does not know what an older incarnation decided: such a transaction stands where its incident does. */
    @Test
    void transactionsThatOnlyAPersonCanDecideHaveTheirPlaceAmongTheOthers() {
        say("app decide app.1 COMMIT orders");
        say("app reports FORGOTTEN_BRANCH orders app.7@9/orders#0 old");
        say("app decide app.2 COMMIT orders");
        List<TransactionInfo> all = transactions(0, 10).transactions();
        assertThat(all).extracting(row -> row.gtrid().sequence()).containsExactly(1L, 7L, 2L);
        assertThat(transactions(0, 3)).isEqualTo(new Answer.Transactions(all, false));
        assertThat(transactions(0, 2)).isEqualTo(new Answer.Transactions(all.subList(0, 2), true));
        assertThat(transactions(all.get(0).place(), 2)).isEqualTo(new Answer.Transactions(all.subList(1, 3), false));
        assertThat(transactions(all.get(1).place(), 2)).isEqualTo(new Answer.Transactions(all.subList(2, 3), false));
        assertThat(transactions(all.get(2).place(), 2)).isEqualTo(new Answer.Transactions(List.of(), false));
    }

    private Answer.Transactions transactions(long after, int limit) {
        return (Answer.Transactions) ledger.answer(new Query.Transactions(after, limit));
    }

    private Answer resources(String after, int limit) {
        return ledger.answer(new Query.Resources(after == null ? null : new ResourceName(after), limit));
    }

    private static void assertPage(Answer answer, boolean more, String... names) {
        Answer.Resources page = (Answer.Resources) answer;
        assertThat(page.resources()).extracting(row -> row.resource().value()).containsExactly(names);
        assertThat(page.more()).isEqualTo(more);
    }

    private void say(String line) {
        Words said = new Words(line);
        apply(words.command(said, ledger));
        if (said.at(0).equals("open")) {
            ledger.aliveSessions().forEach(session -> cast.enter(session.name(), session.session()));
        }
    }

    private void apply(Command command) {
        long index = ledger.index() + 1;
        ledger.apply(index, 1, new Entry(index, List.of(command)));
    }
}
