package io.nemcon.simulation.database;

import io.nemcon.node.host.Host;
import io.nemcon.simulation.database.DatabaseException.Kind;
import io.nemcon.simulation.machine.Machine;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A process's end of one connection to a database. One thread at a time. A command that is not answered leaves the
 * connection useless, and may be done all the same, also later.
 */
final class DatabaseSession {

    private static final long MILLI = 1_000_000;
    private static final long ANSWER_NS = 2_000 * MILLI;

    /** What a command does at the server, and answers. */
    interface Command<T> {
        CompletableFuture<T> run(Backend backend) throws DatabaseException;
    }

    /** One that is answered at once. */
    interface QuickCommand<T> {
        T run(Backend backend) throws DatabaseException;
    }

    private final SimDatabase database;
    private final Machine machine;
    private final Host host;
    private final Backend backend;
    private final Runnable onDeath = this::close;
    private boolean usable = true;

    /** The next command arrives after it. */
    private long arrivalNs;

    private DatabaseSession(SimDatabase database, Machine machine, Host host, Backend backend) {
        this.database = database;
        this.machine = machine;
        this.host = host;
        this.backend = backend;
        machine.onDeath(onDeath);
    }

    /** A new connection. Blocks. */
    static DatabaseSession open(SimDatabase database, Machine machine, Host host) throws DatabaseException {
        machine.step();
        if (!database.weather().isOpenBothWays(machine.name(), database.name().value())) {
            sleep(host, ANSWER_NS);
            throw new DatabaseException(Kind.UNREACHABLE, database + " does not answer");
        }
        sleep(host, database.weather().delayNs());
        if (!database.isUp()) {
            throw new DatabaseException(Kind.UNREACHABLE, database + " refuses connections");
        }
        return new DatabaseSession(database, machine, host, database.connect(machine));
    }

    static void sleep(Host host, long nanos) throws DatabaseException {
        try {
            host.sleep(nanos);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DatabaseException(Kind.LOST, "interrupted");
        }
    }

    long backendId() {
        return backend.id;
    }

    boolean usable() {
        return usable;
    }

    <T> T ask(Supplier<String> what, QuickCommand<T> command) throws DatabaseException {
        return call(what, at -> CompletableFuture.completedFuture(command.run(at)));
    }

    /** Sends the command and waits for its answer. */
    <T> T call(Supplier<String> what, Command<T> command) throws DatabaseException {
        machine.step();
        if (!usable) {
            throw new DatabaseException(Kind.LOST, "the connection was lost before");
        }
        machine.trace(() -> "-> " + database + "  " + what.get());
        CompletableFuture<T> answer = new CompletableFuture<>();
        send(command, answer);
        try {
            T value = host.await(answer, ANSWER_NS);
            machine.trace(() -> "<- " + database + "  " + what.get() + (value == null ? " done" : ": " + value));
            return value;
        } catch (TimeoutException silent) {
            throw lost(what, "no answer");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw lost(what, "interrupted");
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof DatabaseException known) {
                if (known.kind() == Kind.LOST) {
                    throw lost(what, String.valueOf(known.getMessage()));
                }
                machine.trace(
                        () -> "<- " + database + "  " + what.get() + " " + known.kind() + ": " + known.getMessage());
                throw known;
            }
            throw new IllegalStateException(failed.getCause());
        }
    }

    private DatabaseException lost(Supplier<String> what, String why) {
        machine.trace(() -> "<- " + database + "  " + what.get() + " LOST: " + why);
        close();
        return new DatabaseException(Kind.LOST, why);
    }

    private <T> void send(Command<T> command, CompletableFuture<T> answer) {
        Mischief mischief = database.mischief();
        if (mischief.strikes(Mischief.Kind.LOST_BEFORE)) {
            reply(
                    answer,
                    null,
                    new DatabaseException(Kind.LOST, "terminating connection due to administrator command"));
            return;
        }
        if (!database.weather().isOpen(machine.name(), database.name().value())) {
            return;
        }
        boolean refuse = mischief.strikes(Mischief.Kind.REFUSED);
        boolean loseAfter = mischief.strikes(Mischief.Kind.LOST_AFTER);
        long delayNs = database.weather().delayNs();
        if (mischief.strikes(Mischief.Kind.LATE)) {
            delayNs += ANSWER_NS / 2 + mischief.below(ANSWER_NS * 2);
        } else if (mischief.strikes(Mischief.Kind.SLOW)) {
            delayNs += mischief.below(ANSWER_NS / 2);
        }
        Machine server = database.machine();
        if (server == null || !server.isAlive()) {
            reply(answer, null, new DatabaseException(Kind.LOST, "the server is gone"));
            return;
        }
        backend.onEnd = () -> reply(answer, null, new DatabaseException(Kind.LOST, "its backend was ended"));
        server.after(arriveAfter(delayNs), () -> run(command, answer, refuse, loseAfter));
    }

    private long arriveAfter(long delayNs) {
        long nowNs = database.scheduler().nowNs();
        arrivalNs = Math.max(arrivalNs, nowNs + delayNs);
        return arrivalNs - nowNs;
    }

    private <T> void run(Command<T> command, CompletableFuture<T> answer, boolean refuse, boolean loseAfter) {
        if (!backend.alive) {
            reply(answer, null, new DatabaseException(Kind.LOST, "its backend was ended"));
            return;
        }
        if (refuse) {
            reply(answer, null, new DatabaseException(Kind.REFUSED, "could not serialize access"));
            return;
        }
        if (database.diesNow()) {
            die(command);
            return;
        }
        try {
            command.run(backend).whenComplete((value, failure) -> {
                if (loseAfter) {
                    reply(answer, null, new DatabaseException(Kind.LOST, "the connection was reset"));
                } else {
                    reply(answer, value, failure);
                }
            });
        } catch (DatabaseException refused) {
            reply(answer, null, refused);
        }
    }

    /** Before the command is done, or after. */
    private <T> void die(Command<T> command) {
        try {
            if (database.mischief().coin()) {
                command.run(backend);
            }
        } catch (DatabaseException refused) {
            machine.trace(() -> "refused by a dying server");
        }
        database.crash();
    }

    private <T> void reply(CompletableFuture<T> answer, @Nullable T value, @Nullable Throwable failure) {
        if (!database.weather().isOpen(database.name().value(), machine.name())) {
            return;
        }
        machine.after(database.weather().delayNs(), () -> {
            if (failure == null) {
                answer.complete(value);
            } else {
                answer.completeExceptionally(failure);
            }
        });
    }

    /** The server learns of it when it gets there, after what was sent before. */
    void close() {
        usable = false;
        backend.abandoned = true;
        machine.forgetOnDeath(onDeath);
        Machine server = database.machine();
        if (server != null
                && database.weather().isOpen(machine.name(), database.name().value())) {
            server.after(arriveAfter(database.weather().delayNs()), () -> database.end(backend.id));
        }
    }
}
