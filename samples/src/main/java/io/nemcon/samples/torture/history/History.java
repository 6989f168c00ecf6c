package io.nemcon.samples.torture.history;

import io.nemcon.core.id.Gtrid;
import io.nemcon.samples.demo.bank.Told;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All transactions whose end some app asked for, each once. Immutable. */
public record History(List<Recorded> transactions) {

    private static final String[] TOLD_WORDS =
            Stream.of(Told.values()).map(HistoryFile::word).toArray(String[]::new);

    /** What the name of a life's file ends in. */
    public static final String FILE_END = ".history";

    private static final int TOLD_FIELDS = 4;

    public History {
        transactions = List.copyOf(transactions);
    }

    /**
     * Reads what {@link HistoryFile}s wrote. A last line without its end is what a killed app was writing, and counts for nothing;
     * any other line that is not ours is an error.
     */
    public static History read(Collection<Path> files) throws IOException {
        Map<Gtrid, Recorded> found = new LinkedHashMap<>();
        for (Path file : files) {
            if (Files.exists(file)) {
                for (String line : wholeLines(file)) {
                    add(found, line, file);
                }
            }
        }
        return new History(new ArrayList<>(found.values()));
    }

    public long count(Told told) {
        return transactions.stream().filter(one -> one.told() == told).count();
    }

    /** What all gtrids of one session begin with, in text; for every session there was. */
    public Set<String> sessionPrefixes() {
        return transactions.stream()
                .map(one -> one.gtrid().toString())
                .map(text -> text.substring(0, text.length() - Long.BYTES * 2))
                .collect(Collectors.toSet());
    }

    private static List<String> wholeLines(Path file) throws IOException {
        boolean endsInLine = endsInLine(file);
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.US_ASCII)) {
            List<String> lines = in.lines().collect(Collectors.toCollection(ArrayList::new));
            if (!endsInLine) {
                lines.remove(lines.size() - 1);
            }
            return lines;
        }
    }

    private static boolean endsInLine(Path file) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            if (channel.size() == 0) {
                return true;
            }
            ByteBuffer last = ByteBuffer.allocate(1);
            channel.position(channel.size() - 1).read(last);
            return last.get(0) == '\n';
        }
    }

    private static void add(Map<Gtrid, Recorded> found, String line, Path file) throws IOException {
        try {
            String[] fields = line.split(" ", -1);
            Gtrid gtrid = Gtrid.parse(fields[1]);
            if (gtrid == null) {
                throw new IllegalArgumentException("no gtrid");
            }
            if (fields[0].equals(HistoryFile.INVOKE)) {
                put(
                        found,
                        new Recorded(
                                invocation(gtrid, fields), life(file), Told.UNKNOWN, Long.parseLong(fields[2]), 0, ""));
            } else {
                Recorded before = found.get(gtrid);
                int word = Arrays.asList(TOLD_WORDS).indexOf(fields[0]);
                if (before == null || before.toldMs() != 0) {
                    throw new IllegalArgumentException("told of what was not asked");
                }
                found.put(
                        gtrid,
                        new Recorded(
                                before.invocation(),
                                before.life(),
                                Told.values()[word],
                                before.endBeganMs(),
                                Long.parseLong(fields[2]),
                                line.split(" ", TOLD_FIELDS)[TOLD_FIELDS - 1]));
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IOException(
                    "the history in " + file + " cannot be believed (" + e.getMessage() + "): " + line, e);
        }
    }

    private static String life(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(FILE_END) ? name.substring(0, name.length() - FILE_END.length()) : name;
    }

    private static void put(Map<Gtrid, Recorded> found, Recorded one) {
        if (found.putIfAbsent(one.gtrid(), one) != null) {
            throw new IllegalArgumentException("a gtrid that was there before");
        }
    }

    private static Invocation invocation(Gtrid gtrid, String[] fields) {
        if (fields[3].equals(HistoryFile.TRANSFER)) {
            return Invocation.ofTransfer(gtrid);
        }
        if (!fields[3].equals(HistoryFile.LISTS)) {
            throw new IllegalArgumentException("neither a transfer nor lists");
        }
        List<ListOp> ops = new ArrayList<>();
        for (int i = 4; i < fields.length; i++) {
            if (!fields[i].isEmpty()) {
                ops.add(ListOp.parse(fields[i]));
            }
        }
        return Invocation.ofLists(gtrid, ops);
    }
}
