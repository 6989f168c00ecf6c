package io.nemcon.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.core.check.CorruptStateError;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.Entry;
import io.nemcon.core.protocol.EntryCodec;
import io.nemcon.core.protocol.Query;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.transcript.Script;
import io.nemcon.core.transcript.Words;
import java.util.ArrayList;
import java.util.List;

/**
 * Plays a ledger story. Every entry goes through its bytes; at the end the whole log is replayed, once straight and once
 * with a snapshot after every entry, and both must end in the same state.
 */
final class LedgerScript implements Script {

    private record Logged(long index, long term, byte[] bytes) {}

    private final Cast cast = new Cast();
    private final LedgerWords words = new LedgerWords(cast);
    private final LedgerLines lines = new LedgerLines(cast);
    private final List<Logged> log = new ArrayList<>();
    private Ledger ledger = new Ledger();
    private long term = 1;
    private long timeMs = 1_767_225_600_000L; // the year 2026 begins

    @Override
    public List<String> run(List<String> commands) {
        List<String> out = new ArrayList<>();
        if (log.isEmpty() && !commands.get(0).equals("unformed")) {
            form();
        }
        for (int i = 0; i < commands.size(); i++) {
            if (commands.get(i).equals("entry {")) {
                int end = i + 1 + commands.subList(i + 1, commands.size()).indexOf("}");
                apply(commands.subList(i + 1, end), out);
                i = end;
            } else {
                runOne(commands.get(i), out);
            }
        }
        return out;
    }

    private void form() {
        apply(new Entry(
                timeMs, List.of(new Command.FormGroup(Cast.GROUP, Cast.INCARNATION), new Command.LeaderStarted())));
    }

    private void runOne(String line, List<String> out) {
        Words said = new Words(line);
        switch (said.at(0)) {
            case "unformed" -> out.add("no group is formed");
            case "lost" -> out.add("never committed");
            case "time" -> {
                String by = said.at(1);
                timeMs += by.startsWith("-") ? -Words.milliseconds(by.substring(1)) : Words.milliseconds(by);
                out.add("the leader's clock is moved");
            }
            case "leader" -> {
                term = said.number("term", term + 1);
                applyGuarded(new Entry(timeMs, List.of(new Command.LeaderStarted())), List.of(line), out);
            }
            case "again" -> applyLastAgain(out);
            case "snapshot" -> snapshot(out);
            case "restart" -> {
                ledger = replay(false);
                out.add("replayed " + log.size() + " entries");
            }
            case "ask" ->
                out.addAll(lines.answer(ledger.answer(new Query.Outcomes(
                        said.from(1).stream().map(cast::gtrid).toList()))));
            case "unfinished" -> {
                ResourceName resource = new ResourceName(said.at(1));
                out.addAll(lines.unfinished(ledger.answer(new Query.Unfinished(resource)), resource));
            }
            case "sessions" -> out.addAll(lines.answer(ledger.answer(new Query.Sessions())));
            case "incidents" -> out.addAll(lines.answer(ledger.answer(Query.Incidents.open())));
            case "closed" -> out.addAll(lines.answer(ledger.answer(new Query.Incidents(0, 100, true))));
            case "list" ->
                out.addAll(lines.answer(ledger.answer(
                        new Query.Transactions(said.number("after", 0), (int) said.number("limit", 100)))));
            case "show" -> out.addAll(lines.answer(ledger.answer(new Query.Transaction(cast.gtrid(said.at(1))))));
            case "resources" -> out.addAll(lines.answer(ledger.answer(new Query.Resources(null, 100))));
            case "rehearse" ->
                out.addAll(lines.answer(ledger.answer(
                        new Query.Rehearse(words.operator(new Words(line.substring("rehearse ".length())))))));
            case "status" -> out.addAll(lines.answer(ledger.answer(new Query.Status())));
            default -> apply(List.of(line), out);
        }
    }

    /** One entry with these commands. */
    private void apply(List<String> texts, List<String> out) {
        List<Command> commands = texts.stream()
                .map(text -> words.command(new Words(text), ledger))
                .toList();
        applyGuarded(new Entry(timeMs, commands), texts, out);
    }

    private void applyGuarded(Entry entry, List<String> texts, List<String> out) {
        try {
            Applied applied = apply(entry);
            for (int i = 0; i < texts.size(); i++) {
                enter(texts.get(i), applied.results().get(i));
                out.add(lines.result(applied.results().get(i)));
            }
            applied.effects().forEach(effect -> out.add("  " + lines.effect(effect)));
        } catch (CorruptStateError stop) {
            out.add("this replica stops: " + stop.getMessage().replaceAll("[0-9a-f]{12,}", "..."));
            log.remove(log.size() - 1);
            ledger = replay(false); // stands for a replica that is well
            term = ledger.term;
        }
    }

    private void enter(String text, Result result) {
        Words said = new Words(text);
        if (said.at(0).equals("open") && result instanceof Result.SessionOpened opened) {
            cast.enter(said.at(1), opened.session());
        }
    }

    private Applied apply(Entry entry) {
        byte[] bytes = EntryCodec.encode(entry);
        Logged logged = new Logged(ledger.index() + 1, term, bytes);
        log.add(logged);
        return ledger.apply(logged.index, logged.term, EntryCodec.decode(bytes));
    }

    private void applyLastAgain(List<String> out) {
        Logged last = log.get(log.size() - 1);
        try {
            ledger.apply(last.index, last.term, EntryCodec.decode(last.bytes));
            out.add("applied again");
        } catch (CorruptStateError stop) {
            out.add("this replica stops: " + stop.getMessage());
        }
    }

    private void snapshot(List<String> out) {
        Ledger restored = LedgerSnapshot.read(LedgerSnapshot.write(ledger));
        assertThat(restored.hash()).isEqualTo(ledger.hash());
        ledger = restored;
        out.add("restored at index " + ledger.index());
    }

    private Ledger replay(boolean snapshots) {
        Ledger fresh = new Ledger();
        for (Logged logged : log) {
            fresh.apply(logged.index, logged.term, EntryCodec.decode(logged.bytes));
            if (snapshots) {
                fresh = LedgerSnapshot.read(LedgerSnapshot.write(fresh));
            }
        }
        return fresh;
    }

    @Override
    public void atEnd() {
        assertThat(replay(false).hash()).as("state after a replay").isEqualTo(ledger.hash());
        assertThat(replay(true).hash())
                .as("state after a replay with snapshots")
                .isEqualTo(ledger.hash());
    }
}
