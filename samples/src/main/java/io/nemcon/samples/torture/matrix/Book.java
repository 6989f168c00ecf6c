package io.nemcon.samples.torture.matrix;

import io.nemcon.core.id.Gtrid;
import io.nemcon.samples.demo.bank.Told;
import io.nemcon.samples.torture.point.WorkKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The transactions that apps began, and what they were told, as they say it. Thread-safe. */
final class Book {

    private static final String BEGAN = "began";
    private static final String TOLD = "told";
    private static final String NONE = "none";

    private final Map<Gtrid, Entry> entries = new LinkedHashMap<>();
    private final Map<String, Gtrid> byOrder = new HashMap<>();
    private final Map<String, Boolean> notBegun = new HashMap<>();

    /** A line of a process; one that is not about transactions is none of this book's. */
    synchronized void hear(String process, String line) {
        String[] words = line.split(" ");
        switch (words[0]) {
            case BEGAN -> {
                Gtrid gtrid = Objects.requireNonNull(Gtrid.parse(words[2]));
                entries.put(gtrid, new Entry(process, gtrid, WorkKind.valueOf(words[3]), null));
                byOrder.put(words[1], gtrid);
            }
            case TOLD -> {
                Gtrid gtrid = Objects.requireNonNull(Gtrid.parse(words[2]));
                entries.computeIfPresent(gtrid, (key, entry) -> entry.told(Told.valueOf(words[3])));
            }
            case NONE -> notBegun.put(words[1], true);
            default -> {
                return;
            }
        }
        notifyAll();
    }

    /** What was begun for this order; null before that. */
    synchronized @Nullable Entry of(String order) {
        Gtrid gtrid = byOrder.get(order);
        return gtrid == null ? null : entries.get(gtrid);
    }

    synchronized boolean awaitBegun(String order, long timeoutMs) throws InterruptedException {
        long deadline = System.nanoTime() + timeoutMs * 1_000_000;
        while (of(order) == null) {
            long leftMs = (deadline - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0 || notBegun.containsKey(order)) {
                return false;
            }
            wait(leftMs);
        }
        return true;
    }

    /** What its app was told, or null if it was told nothing in this time; at once if none was begun. */
    synchronized @Nullable Told awaitTold(String order, long timeoutMs) throws InterruptedException {
        long deadline = System.nanoTime() + timeoutMs * 1_000_000;
        while (true) {
            Entry entry = of(order);
            if (entry != null && entry.told() != null) {
                return entry.told();
            }
            long leftMs = (deadline - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0 || notBegun.containsKey(order)) {
                return null;
            }
            wait(leftMs);
        }
    }

    /** Waits until none that matches is open; what is open still after this time. */
    synchronized List<Entry> awaitNoneOpen(Predicate<Entry> which, long timeoutMs) throws InterruptedException {
        long deadline = System.nanoTime() + timeoutMs * 1_000_000;
        while (true) {
            List<Entry> open = entries.values().stream()
                    .filter(entry -> entry.told() == null && which.test(entry))
                    .toList();
            long leftMs = (deadline - System.nanoTime()) / 1_000_000;
            if (open.isEmpty() || leftMs <= 0) {
                return open;
            }
            wait(leftMs);
        }
    }

    synchronized List<Entry> all() {
        return new ArrayList<>(entries.values());
    }

    /** They were judged. */
    synchronized void clear() {
        entries.clear();
        byOrder.clear();
        notBegun.clear();
    }
}
