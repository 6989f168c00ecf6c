package io.nemcon.samples.torture.world;

import io.nemcon.samples.demo.database.BankServer;
import io.nemcon.samples.demo.database.ServerLives;
import io.nemcon.samples.demo.process.Leash;
import io.nemcon.samples.demo.process.Signals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A database server. One thread at a time. */
final class DatabaseSeat implements Seat {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final int ASK_SECONDS = 2;

    private final BankServer server;
    private final ServerLives lives;
    private @Nullable Leash whilePaused;

    DatabaseSeat(BankServer server) {
        this.server = server;
        this.lives = server.lives();
    }

    BankServer server() {
        return server;
    }

    @Override
    public String name() {
        return server.bank().name();
    }

    @Override
    public void kill() {
        lives.crash();
    }

    @Override
    public void stop() throws IOException {
        lives.stop();
    }

    /** First the process that makes the others; then those that there are. */
    @Override
    public void pause() throws IOException {
        whilePaused = Leash.resume(lives.pids());
        Signals.STOP.send(lives.pids().subList(0, 1));
        Signals.STOP.send(lives.pids());
    }

    @Override
    public void resume() throws IOException {
        if (whilePaused != null) {
            Signals.CONT.send(lives.pids());
            whilePaused.close();
            whilePaused = null;
        }
    }

    /** Returns when it takes connections. A port that somebody else holds just now, or memory of the dead, is waited for. */
    @Override
    public void startAgain() throws IOException {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (!answers()) {
            if (System.nanoTime() > deadline) {
                throw new IOException(name() + " did not come back within " + START_TIMEOUT.toSeconds() + " s");
            }
            if (!lives.isAlive()) {
                lives.startAgain();
            }
            try {
                Thread.sleep(LOOK_EVERY.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while " + name() + " was starting", e);
            }
        }
    }

    private boolean answers() {
        try {
            if (!lives.isAlive()) {
                return false;
            }
            try (Connection connection = server.bank().plain().getConnection()) {
                return connection.isValid(ASK_SECONDS);
            }
        } catch (SQLException e) {
            return false;
        }
    }

    /** Its processes begin and end as it likes; that it is gone shows in the apps. */
    @Override
    public String obituary() {
        return "";
    }

    /** So that it hears that it shall end, which whoever made it says. */
    @Override
    public void close() {
        try {
            resume();
        } catch (IOException e) {
            throw new UncheckedIOException(name() + " could not be resumed", e);
        }
    }
}
