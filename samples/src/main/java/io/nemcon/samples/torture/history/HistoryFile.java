package io.nemcon.samples.torture.history;

import io.nemcon.core.id.Gtrid;
import io.nemcon.samples.demo.bank.Told;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The file to which one life of an app writes its history. Thread-safe.
 *
 * <p>A line is in the operating system's hands when the method returns, so it outlives the process by whatever signal that ends.
 * Lines are {@code invoke GTRID WHEN transfer}, {@code invoke GTRID WHEN lists LIST:ELEMENT:SEEN ...}, and {@code ok}, {@code fail}
 * or {@code unknown GTRID WHEN WORDS}, instants in milliseconds.
 */
public final class HistoryFile implements AutoCloseable {

    static final String INVOKE = "invoke";
    static final String TRANSFER = "transfer";
    static final String LISTS = "lists";

    private static final int WORDS_MAX = 300;
    private static final Pattern NOT_PRINTABLE = Pattern.compile("[^ -~]+");

    private final FileChannel channel;

    private HistoryFile(FileChannel channel) {
        this.channel = channel;
    }

    /** Makes the file, which must not exist yet. */
    public static HistoryFile create(Path file) throws IOException {
        return new HistoryFile(FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND));
    }

    /** To be written before the transaction's end is asked for, which is now. */
    public void invoke(Invocation invocation, long nowMs) throws IOException {
        String what = invocation.transfer()
                ? TRANSFER
                : invocation.ops().stream().map(ListOp::text).collect(Collectors.joining(" ", LISTS + " ", ""));
        write(INVOKE + " " + invocation.gtrid() + " " + nowMs + " " + what + "\n");
    }

    /** Only after this returned has the app been told. */
    public void told(Gtrid gtrid, Told told, long nowMs, String words) throws IOException {
        String oneLine = words.length() > WORDS_MAX ? words.substring(0, WORDS_MAX) : words;
        write(word(told) + " " + gtrid + " " + nowMs + " "
                + NOT_PRINTABLE.matcher(oneLine).replaceAll(" ") + "\n");
    }

    static String word(Told told) {
        return switch (told) {
            case COMMITTED -> "ok";
            case ROLLED_BACK -> "fail";
            case UNKNOWN -> "unknown";
        };
    }

    /** One call a line, in append mode, so that lines of several threads do not mix. */
    private void write(String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII));
        int length = bytes.remaining();
        int taken = channel.write(bytes);
        if (taken != length) {
            throw new IOException("only " + taken + " of a line's " + length + " bytes were taken: is the disk full?");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
