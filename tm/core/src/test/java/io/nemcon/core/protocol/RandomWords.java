package io.nemcon.core.protocol;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Any command, result, query or answer, with values from the edges too, by a seed. */
final class RandomWords {

    private final Random random;

    RandomWords(long seed) {
        random = new Random(seed);
    }

    Command command() {
        return switch (random.nextInt(16)) {
            case 0 -> new Command.FormGroup(group(), random.nextInt());
            case 1 -> new Command.LeaderStarted();
            case 2 ->
                new Command.OpenSession(number(), number(), any(SessionKind.values()), text(128), random.nextInt());
            case 3 -> new Command.EndSession(session(), any(EndReason.values()), number());
            case 4 -> new Command.ForgetExpired(number());
            case 5 -> new Command.NoteHash();
            case 6 -> new Command.CompareHash(number(), number());
            case 7, 8 -> operatorCommand();
            default ->
                new Command.FromSession(new RequestHeader(session(), number(), number(), number()), sessionCommand());
        };
    }

    private Command.FromOperator operatorCommand() {
        OperatorCommand body = random.nextBoolean()
                ? new OperatorCommand.Resolve(gtrid(), any(Decision.values()))
                : new OperatorCommand.CloseIncident(number());
        return new Command.FromOperator(line(100), line(500), body);
    }

    private SessionCommand sessionCommand() {
        return switch (random.nextInt(9)) {
            case 0, 1 ->
                new SessionCommand.Decide(
                        gtrid(), any(Decision.values()), any(Reason.values()), list(5, this::decided));
            case 7 ->
                new SessionCommand.Decide(
                        gtrid(),
                        any(Decision.values()),
                        any(Reason.values()),
                        list(5, this::decided),
                        list(4, this::session));
            case 8 -> new SessionCommand.Join(gtrid());
            case 2 -> new SessionCommand.Finished(list(5, () -> new FinishedBranch(branch())));
            case 3 -> new SessionCommand.RegisterAgent(resource(), number());
            case 4 -> new SessionCommand.UnregisterAgent(resource(), number());
            case 5 -> new SessionCommand.Scanned(resource(), number());
            default -> new SessionCommand.OpenIncident(any(IncidentKind.values()), resource(), text(400), text(1_000));
        };
    }

    Result result() {
        return switch (random.nextInt(11)) {
            case 9 -> new Result.Joined(count());
            case 10 -> new Result.JoinsDiffer(list(4, this::session));
            case 0 -> new Result.Done();
            case 1 -> new Result.NotApplicable();
            case 2 -> new Result.SessionOpened(session());
            case 3 -> new Result.SessionEnded(session());
            case 4 -> new Result.Decided(any(Outcome.values()), any(Reason.values()));
            case 5 -> new Result.AgentRegistered(random.nextBoolean());
            case 6 -> new Result.IncidentOpened(number());
            case 7 -> new Result.Duplicate();
            default -> new Result.Refused(text(300));
        };
    }

    JoinedVote vote() {
        return new JoinedVote(session(), gtrid(), any(Vote.values()), list(5, this::decided), text(300));
    }

    Query query() {
        return switch (random.nextInt(12)) {
            case 10 -> new Query.Standing(resource());
            case 0 -> new Query.Outcomes(list(6, this::gtrid));
            case 1 -> new Query.Unfinished(resource());
            case 2 -> new Query.Sessions();
            case 3 -> new Query.Incidents(number(), page(), random.nextBoolean());
            case 4 -> new Query.Incident(number());
            case 5 -> new Query.Transactions(number(), page());
            case 6 -> new Query.Transaction(gtrid());
            case 7 -> new Query.Resources(random.nextBoolean() ? null : resource(), page());
            case 8 -> new Query.Resource(resource());
            case 9 -> new Query.Rehearse(operatorCommand());
            default -> new Query.Status();
        };
    }

    Answer answer() {
        return switch (random.nextInt(10)) {
            case 9 -> new Answer.Standing(number(), number());
            case 0 ->
                new Answer.Outcomes(list(
                        6,
                        () -> new Answer.OutcomeOf(
                                gtrid(), any(Outcome.values()), any(Reason.values()), random.nextBoolean())));
            case 1 ->
                new Answer.Unfinished(
                        number(),
                        random.nextBoolean(),
                        list(
                                6,
                                () -> new Answer.UnfinishedBranch(
                                        branch(), any(Decision.values()), witness(), random.nextBoolean(), number())));
            case 2 ->
                new Answer.Sessions(list(
                        6,
                        () -> new Answer.SessionInfo(
                                session(), any(SessionKind.values()), text(128), random.nextInt(), number())));
            case 3 -> new Answer.Incidents(list(6, this::incident), random.nextBoolean());
            case 4 -> new Answer.Transactions(list(6, this::transaction), random.nextBoolean());
            case 5 ->
                new Answer.TransactionDetail(
                        transaction(),
                        list(4, this::decided),
                        list(3, () -> new Answer.JoinedSession(session(), text(128), random.nextBoolean())),
                        random.nextBoolean()
                                ? null
                                : new Answer.Resolution(any(Decision.values()), text(100), text(500), number()),
                        list(3, this::incident));
            case 6 -> new Answer.Resources(list(4, this::resourceRow), random.nextBoolean());
            case 7 -> new Answer.Rehearsed(text(300));
            default ->
                new Answer.Status(
                        group(),
                        random.nextInt(),
                        number(),
                        number(),
                        count(),
                        count(),
                        number(),
                        count(),
                        list(4, () -> new Answer.ResourceInfo(resource(), list(3, this::session), number(), count())));
        };
    }

    private Answer.IncidentInfo incident() {
        return new Answer.IncidentInfo(
                number(),
                any(IncidentKind.values()),
                resource(),
                text(400),
                text(1_000),
                number(),
                number(),
                count(),
                random.nextBoolean() ? null : new Answer.Closing(text(100), text(500), number()));
    }

    private Answer.TransactionInfo transaction() {
        return new Answer.TransactionInfo(
                number(),
                gtrid(),
                any(Outcome.values()),
                any(Reason.values()),
                number(),
                text(128),
                random.nextBoolean(),
                count(),
                count(),
                list(8, this::resource));
    }

    private Answer.ResourceRow resourceRow() {
        return new Answer.ResourceRow(
                resource(),
                count(),
                list(
                        3,
                        () -> new Answer.SessionInfo(
                                session(), any(SessionKind.values()), text(128), random.nextInt(), number())),
                number(),
                random.nextBoolean(),
                count(),
                number(),
                count());
    }

    private int page() {
        return 1 + random.nextInt(Query.PAGE_ROWS_MAX);
    }

    /** Not empty, and without control characters. */
    private String line(int longest) {
        String line = text(longest - 1).replaceAll("\\p{Cntrl}", ".");
        return "x" + line;
    }

    GroupId group() {
        long bits = number();
        return new GroupId(bits == 0 ? 1 : bits);
    }

    SessionId session() {
        return new SessionId(positive());
    }

    Gtrid gtrid() {
        return new Gtrid(group(), random.nextInt(), session(), positive());
    }

    BranchId branch() {
        return new BranchId(gtrid(), number(), random.nextInt());
    }

    private DecidedBranch decided() {
        return new DecidedBranch(resource(), random.nextInt(), witness());
    }

    private Witness witness() {
        return random.nextBoolean() ? Witness.NONE : new Witness(text(128));
    }

    ResourceName resource() {
        String letters = "abcXYZ019._-";
        StringBuilder name = new StringBuilder();
        for (int i = 1 + random.nextInt(64); i > 0; i--) {
            name.append(letters.charAt(random.nextInt(letters.length())));
        }
        return new ResourceName(name.toString());
    }

    private String text(int longest) {
        StringBuilder text = new StringBuilder();
        String letters = "abc \n\"'\u0000\u00e4\u20ac";
        for (int i = random.nextInt(8) == 0 ? longest : random.nextInt(20); i > 0; i--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }

    private long number() {
        return switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> Long.MAX_VALUE;
            case 2 -> Long.MIN_VALUE;
            case 3 -> random.nextInt(300) - 100L;
            default -> random.nextLong();
        };
    }

    private long positive() {
        long number = number() & Long.MAX_VALUE;
        return number == 0 ? 1 : number;
    }

    private int count() {
        return random.nextBoolean() ? random.nextInt(200) : Integer.MAX_VALUE - random.nextInt(3);
    }

    private <T> List<T> list(int longest, Supplier<T> element) {
        return Stream.generate(element).limit(random.nextInt(longest + 1)).toList();
    }

    private <T> T any(T[] of) {
        return of[random.nextInt(of.length)];
    }
}
