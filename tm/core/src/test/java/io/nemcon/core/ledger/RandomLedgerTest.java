package io.nemcon.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.Entry;
import io.nemcon.core.protocol.EntryCodec;
import io.nemcon.core.protocol.OperatorCommand;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Query;
import io.nemcon.core.protocol.Reason;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.core.transcript.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The ledger against {@link NaiveLedger} over random logs: every result, every outcome, every list, and what must always
 * hold (design section 5), after every entry (scenarios 2, 5, 7, 10, 41, 42, 44, 57, 60, 78, 93, 94). How to rerun a seed
 * or run more of them: {@link Seeds}.
 */
class RandomLedgerTest {

    private static final int ENTRIES = 600;

    private static final List<ResourceName> RESOURCES =
            List.of(new ResourceName("orders"), new ResourceName("stock"), new ResourceName("audit"));

    @Test
    void ledgerAnswersAsTheWholeHistoryDoes() {
        Set<String> seen = new TreeSet<>();
        Seeds.each(12, seed -> new Run(seed, seen).play());
        if (Long.getLong("nemcon.seed") == null) {
            assertThat(seen)
                    .as("what the random logs came across")
                    .contains(
                            "COMMITTED, then FORGOTTEN",
                            "ABORTED, then FORGOTTEN",
                            "PENDING, then ABORTED",
                            "PENDING, then COMMITTED",
                            "DECIDE(COMMIT) after the end: ABORTED",
                            "DECIDE(COMMIT) after the end: COMMITTED",
                            "DECIDE(COMMIT) after the end: FORGOTTEN",
                            "Duplicate",
                            "NotApplicable",
                            "Refused",
                            "FORGOTTEN, then COMMITTED by a person",
                            "FORGOTTEN, then ABORTED by a person",
                            "PENDING, then ABORTED by a person",
                            "incident closed",
                            "waits for a person",
                            "SessionEnded",
                            "Joined",
                            "JoinsDiffer",
                            "COMMITTED with joins",
                            "joined, and aborted with a session");
        }
    }

    private static final class Run {

        private final RandomLog log;
        private final NaiveLedger naive = new NaiveLedger();
        private final Set<String> seen;
        private Ledger ledger = new Ledger();

        /** Takes the same entries, with its snapshots at other points. */
        private Ledger other = new Ledger();

        private final Map<Gtrid, Outcome> told = new HashMap<>();
        private final Set<Gtrid> committed = new HashSet<>();
        private final Set<SessionId> ended = new HashSet<>();
        private final Set<Gtrid> resolved = new HashSet<>();

        Run(long seed, Set<String> seen) {
            this.seen = seen;
            this.log = new RandomLog(seed);
        }

        void play() {
            for (int i = 1; i <= ENTRIES; i++) {
                Entry entry = EntryCodec.decode(EntryCodec.encode(log.next()));
                step(entry);
                if (i % 29 == 0) {
                    ledger = LedgerSnapshot.read(LedgerSnapshot.write(ledger));
                }
                if (i % 41 == 0) {
                    other = LedgerSnapshot.read(LedgerSnapshot.write(other));
                }
                if (i % 20 == 0) {
                    compareOutcomes(everything());
                    compareLists();
                }
            }
        }

        private void step(Entry entry) {
            Set<SessionId> endedBefore = Set.copyOf(ended);
            Set<Gtrid> joinedBefore = naive.joined();
            Applied applied = ledger.apply(log.index(), log.term(), entry);
            List<Result> results = applied.results();
            List<Result> expected = naive.apply(log.index(), log.term(), entry);
            checkThatJoinedOnesAreTold(joinedBefore, applied.effects());
            other.apply(log.index(), log.term(), entry);
            for (int i = 0; i < results.size(); i++) {
                Command command = entry.commands().get(i);
                assertThat(withoutWords(results.get(i)))
                        .as("entry %s, command %s: %s", log.index(), i, command)
                        .isEqualTo(expected.get(i));
                seen.add(results.get(i).getClass().getSimpleName());
                note(command, results.get(i));
                checkNoCommitAfterTheEnd(endedBefore, command, results.get(i));
            }
            log.learn(results);
            assertThat(ledger.hash()).as("hash at %s", log.index()).isEqualTo(other.hash());
            log.everySession().stream().filter(id -> !ledger.isAlive(id)).forEach(ended::add);
            compareOutcomes(namedIn(entry));
        }

        /** Whoever has joined is told with the entry that decides, and nobody is told anything that is not so. */
        private void checkThatJoinedOnesAreTold(Set<Gtrid> joinedBefore, List<Effect> effects) {
            Set<Gtrid> toldNow = new HashSet<>();
            for (Effect effect : effects) {
                if (effect instanceof Effect.JoinedDecided decided) {
                    assertThat(toldNow.add(decided.gtrid())).as("told once").isTrue();
                    assertThat(decided.outcome()).isEqualTo(naive.outcome(decided.gtrid()));
                    if (decided.reason() == Reason.JOINED_SESSION_ENDED) {
                        seen.add("joined, and aborted with a session");
                    }
                }
            }
            Set<Gtrid> decidedNow = new HashSet<>(joinedBefore);
            decidedNow.removeAll(naive.joined());
            assertThat(toldNow).as("joined ones told at %s", log.index()).containsAll(decidedNow);
        }

        private void note(Command command, Result result) {
            if (command instanceof Command.FromSession request
                    && request.body() instanceof SessionCommand.Decide decide
                    && !decide.joins().isEmpty()
                    && result instanceof Result.Decided decided
                    && decided.outcome() == Outcome.COMMITTED) {
                seen.add("COMMITTED with joins");
            }
            if (command instanceof Command.FromOperator from && !(result instanceof Result.Refused)) {
                if (from.body() instanceof OperatorCommand.Resolve resolve) {
                    resolved.add(resolve.gtrid());
                } else {
                    seen.add("incident closed");
                }
            }
        }

        private static Set<Gtrid> namedIn(Entry entry) {
            Set<Gtrid> named = new HashSet<>();
            for (Command command : entry.commands()) {
                if (command instanceof Command.FromSession request
                        && request.body() instanceof SessionCommand.Decide decide) {
                    named.add(decide.gtrid());
                } else if (command instanceof Command.FromOperator from
                        && from.body() instanceof OperatorCommand.Resolve resolve) {
                    named.add(resolve.gtrid());
                }
            }
            return named;
        }

        private Set<Gtrid> everything() {
            Set<Gtrid> all = new LinkedHashSet<>(naive.decided());
            for (SessionId session : log.everySession()) {
                for (long sequence = 1; sequence <= RandomLog.SEQUENCES + 1; sequence += 4) {
                    all.add(new Gtrid(RandomLog.GROUP, RandomLog.INCARNATION, session, sequence));
                }
            }
            return all;
        }

        private static Result withoutWords(Result result) {
            return result instanceof Result.Refused ? NaiveLedger.REFUSED : result;
        }

        /** DECIDE(COMMIT) of a session that had ended and its transaction undecided never commits (section 5, rule 3). */
        private void checkNoCommitAfterTheEnd(Set<SessionId> endedBefore, Command command, Result result) {
            if (command instanceof Command.FromSession request
                    && request.body() instanceof SessionCommand.Decide decide
                    && decide.decision() == Decision.COMMIT
                    && endedBefore.contains(decide.gtrid().session())
                    && result instanceof Result.Decided decided) {
                seen.add("DECIDE(COMMIT) after the end: " + decided.outcome());
                if (decided.outcome() == Outcome.COMMITTED) {
                    assertThat(committed).as("committed before the end").contains(decide.gtrid());
                }
            }
        }

        private void compareOutcomes(Set<Gtrid> gtrids) {
            Answer.Outcomes answer = (Answer.Outcomes) ledger.answer(new Query.Outcomes(List.copyOf(gtrids)));
            for (Answer.OutcomeOf one : answer.outcomes()) {
                if (!one.equals(naive.answer(one.gtrid()))) {
                    assertThat(one).as("at %s", log.index()).isEqualTo(naive.answer(one.gtrid()));
                }
                checkItNeverChanges(one.gtrid(), one.outcome());
                assertThat(ledger.joinsOf(one.gtrid())).isEqualTo(naive.joins(one.gtrid()));
            }
        }

        /** A decision never changes; in the end it is at most forgotten (section 5, rule 1). */
        private void checkItNeverChanges(Gtrid gtrid, Outcome now) {
            if (now == Outcome.COMMITTED) {
                committed.add(gtrid);
            }
            Outcome before = told.put(gtrid, now);
            if (before != null && before != now) {
                boolean byAPerson = resolved.contains(gtrid);
                seen.add(before + ", then " + now + (byAPerson && now != Outcome.FORGOTTEN ? " by a person" : ""));
                boolean decidedNow = before == Outcome.PENDING && now != Outcome.FORGOTTEN;
                // a session that was not opened yet is as one that is forgotten
                boolean opened = before == Outcome.FORGOTTEN && !ended.contains(gtrid.session());
                boolean forgotten = now == Outcome.FORGOTTEN && ended.contains(gtrid.session());
                if (forgotten) {
                    resolved.remove(gtrid); // a person may be asked again
                }
                boolean resolvedNow =
                        byAPerson && !naive.isOwnerKnown(gtrid); // it was forgotten in between, if only shortly
                assertThat(decidedNow || opened || forgotten || resolvedNow)
                        .as("%s was %s and is %s", gtrid, before, now)
                        .isTrue();
            }
        }

        /** Page by page it is the same list, whatever the page's size. */
        private void comparePages() {
            List<Gtrid> listed = new ArrayList<>();
            Answer.Transactions page;
            long after = 0;
            do {
                page = (Answer.Transactions) ledger.answer(new Query.Transactions(after, 7));
                for (Answer.TransactionInfo info : page.transactions()) {
                    assertThat(info.place()).isGreaterThan(after);
                    assertThat(info.outcome()).isEqualTo(naive.outcome(info.gtrid()));
                    after = info.place();
                    listed.add(info.gtrid());
                    if (info.outcome() == Outcome.FORGOTTEN) {
                        seen.add("waits for a person");
                    }
                }
            } while (page.more());
            assertThat(listed).isEqualTo(naive.listed());
        }

        private void compareLists() {
            assertThat(ledger.aliveSessions()).isEqualTo(naive.sessions());
            assertThat(ledger.answer(new Query.Sessions())).isEqualTo(new Answer.Sessions(naive.sessions()));
            assertThat(ledger.answer(Query.Incidents.open())).isEqualTo(new Answer.Incidents(naive.incidents(), false));
            assertThat(ledger.answer(new Query.Incidents(0, 1_000, true)))
                    .isEqualTo(new Answer.Incidents(naive.closed(), false));
            comparePages();
            for (ResourceName resource : RESOURCES) {
                assertThat(ledger.answer(new Query.Unfinished(resource)))
                        .isEqualTo(new Answer.Unfinished(
                                log.index(), naive.scanWanted(resource), naive.unfinished(resource)));
            }
            Answer.Status status = (Answer.Status) ledger.answer(new Query.Status());
            assertThat(status.sessionsAlive()).isEqualTo(naive.sessions().size());
            for (Answer.ResourceInfo resource : status.resources()) {
                assertThat(resource.agents()).isEqualTo(naive.agents(resource.resource()));
                assertThat(resource.unfinished())
                        .isEqualTo(naive.unfinished(resource.resource()).size());
            }
        }
    }
}
