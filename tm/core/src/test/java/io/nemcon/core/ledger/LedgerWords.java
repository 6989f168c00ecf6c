package io.nemcon.core.ledger;

import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.DecidedBranch;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.EndReason;
import io.nemcon.core.protocol.FinishedBranch;
import io.nemcon.core.protocol.IncidentKind;
import io.nemcon.core.protocol.OperatorCommand;
import io.nemcon.core.protocol.Reason;
import io.nemcon.core.protocol.RequestHeader;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.core.protocol.SessionKind;
import io.nemcon.core.transcript.Words;
import java.util.Arrays;
import java.util.List;

/** A line of a ledger story as a command of the log. */
final class LedgerWords {

    private final Cast cast;

    LedgerWords(Cast cast) {
        this.cast = cast;
    }

    Command command(Words words, Ledger ledger) {
        return switch (words.at(0)) {
            case "form" -> new Command.FormGroup(new GroupId(words.number("group", Cast.GROUP.bits())), 1);
            case "open" -> open(words);
            case "end" ->
                new Command.EndSession(
                        cast.session(words.at(1)), EndReason.valueOf(words.at(2)), words.number("term", ledger.term));
            case "forget" -> new Command.ForgetExpired(Words.milliseconds(words.option("after", "7d")));
            case "note" -> new Command.NoteHash();
            case "compare" ->
                new Command.CompareHash(
                        words.number("index", ledger.notedIndex()), ledger.notedHash() + words.number("differing", 0));
            case "operator" -> operator(words);
            default -> request(words, ledger);
        };
    }

    /** {@code operator ann rolls-back app.1 nobody knows it} or {@code operator ann closes 4096 repaired by hand} */
    Command.FromOperator operator(Words words) {
        OperatorCommand body =
                switch (words.at(2)) {
                    case "commits" -> new OperatorCommand.Resolve(cast.gtrid(words.at(3)), Decision.COMMIT);
                    case "rolls-back" -> new OperatorCommand.Resolve(cast.gtrid(words.at(3)), Decision.ABORT);
                    case "closes" -> new OperatorCommand.CloseIncident(Long.parseLong(words.at(3)));
                    default -> throw words.unknown();
                };
        return new Command.FromOperator(words.at(1), words.textFrom(4), body);
    }

    private Command open(Words words) {
        String key = words.option("key", words.at(1));
        return new Command.OpenSession(
                key.hashCode(),
                key.length(),
                SessionKind.valueOf(words.option("kind", "CLIENT")),
                words.option("name", key),
                (int) Words.milliseconds(words.option("ttl", "10s")));
    }

    private Command request(Words words, Ledger ledger) {
        SessionId session = cast.session(words.at(0));
        RequestHeader header = new RequestHeader(
                session, words.number("n", RequestHeader.IDEMPOTENT), words.number("ack", 1), words.number("below", 1));
        return new Command.FromSession(header, body(words, ledger));
    }

    private SessionCommand body(Words words, Ledger ledger) {
        return switch (words.at(1)) {
            case "decide" -> decide(words);
            case "joins" -> new SessionCommand.Join(cast.gtrid(words.at(2)));
            case "finished" -> finished(words.from(2));
            case "serves" -> new SessionCommand.RegisterAgent(new ResourceName(words.at(2)), words.number("nr", 1));
            case "leaves" -> new SessionCommand.UnregisterAgent(new ResourceName(words.at(2)), words.number("nr", 1));
            case "scanned" ->
                new SessionCommand.Scanned(new ResourceName(words.at(2)), words.number("through", ledger.index()));
            case "reports" ->
                new SessionCommand.OpenIncident(
                        IncidentKind.valueOf(words.at(2)),
                        new ResourceName(words.at(3)),
                        cast.branch(words.at(4)).toString(),
                        words.textFrom(5));
            default -> throw words.unknown();
        };
    }

    private SessionCommand decide(Words words) {
        List<DecidedBranch> branches = words.count() > 4 ? Cast.branches(words.at(4)) : List.of();
        return new SessionCommand.Decide(
                cast.gtrid(words.at(2)),
                Decision.valueOf(words.at(3)),
                Reason.valueOf(words.option("reason", "NONE")),
                branches,
                Arrays.stream(words.option("with", "").split(","))
                        .filter(name -> !name.isEmpty())
                        .map(cast::session)
                        .toList());
    }

    private SessionCommand finished(List<String> names) {
        return new SessionCommand.Finished(names.stream()
                .flatMap(name -> Arrays.stream(name.split(",")))
                .map(name -> new FinishedBranch(cast.branch(name)))
                .toList());
    }
}
