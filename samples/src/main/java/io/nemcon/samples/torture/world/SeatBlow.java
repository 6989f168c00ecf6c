package io.nemcon.samples.torture.world;

import io.nemcon.samples.torture.plan.Deed;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/** Processes that are ended or stopped, all at once, and are there again at the end. */
final class SeatBlow implements Blow {

    /** What is done to one seat. */
    private interface Act {
        void on(Seat seat) throws IOException;
    }

    /** It may wait for others that are away; then the next fault comes all the same. */
    private static final Duration UP_TIMEOUT = Duration.ofSeconds(15);

    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final List<Seat> seats;
    private final Deed deed;
    private final String note;

    /** @param note behind the names, for people */
    SeatBlow(List<? extends Seat> seats, Deed deed, String note) {
        this.seats = List.copyOf(seats);
        this.deed = deed;
        this.note = note;
    }

    @Override
    public String victim() {
        return seats.stream().map(Seat::life).collect(Collectors.joining("+")) + note;
    }

    @Override
    public void begin() throws IOException {
        switch (deed) {
            case KILL -> together(Seat::kill);
            case PAUSE -> together(Seat::pause);
            case STOP -> together(Seat::stop);
            case ISOLATE, JUMP, WEATHER ->
                throw new IllegalArgumentException(deed + " is nothing that is done to a seat");
        }
    }

    @Override
    public void end() throws IOException {
        together(seat -> {
            seat.resume();
            seat.startAgain();
            awaitUp(seat);
        });
    }

    /** On a busy machine a start takes long, and who is struck again before it is over is tested for nothing. */
    private static void awaitUp(Seat seat) throws IOException {
        long deadline = System.nanoTime() + UP_TIMEOUT.toNanos();
        try {
            while (!seat.isUp() && System.nanoTime() < deadline) {
                Thread.sleep(LOOK_EVERY.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + seat.name() + " was starting", e);
        }
    }

    /** A thread for each: to wait for one while the others go on would not be at once. */
    private void together(Act act) throws IOException {
        List<CompletableFuture<Void>> done = new ArrayList<>();
        for (Seat seat : seats) {
            CompletableFuture<Void> one = new CompletableFuture<>();
            done.add(one);
            Thread thread = new Thread(() -> carryOut(act, seat, one), "strike-" + seat.name());
            thread.setDaemon(true);
            thread.start();
        }
        try {
            CompletableFuture.allOf(done.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            throw new IOException("a strike on " + victim() + " failed: " + e.getCause(), e);
        }
    }

    private static void carryOut(Act act, Seat seat, CompletableFuture<Void> done) {
        try {
            act.on(seat);
            done.complete(null);
        } catch (IOException | RuntimeException e) {
            done.completeExceptionally(e);
        }
    }
}
