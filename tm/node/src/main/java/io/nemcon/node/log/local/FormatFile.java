package io.nemcon.node.log.local;

import io.nemcon.node.log.LogException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code FORMAT}: one line of text that makes a folder a log and says how to read it.
 *
 * @param logId 64 random bits, part of every checksum: files of another log are never taken for this one's
 * @param term the term of the latest opening; 0 until the first opening is complete
 * @param end every entry up to this index was on the disk when the line was written
 */
record FormatFile(long logId, long term, long end) {

    static final String FILE = "FORMAT";
    static final int VERSION = 1;

    private static final int BYTES_MAX = 512;
    private static final Pattern ANY_VERSION = Pattern.compile("nemcon-log format=(\\d{1,9}) .*", Pattern.DOTALL);
    private static final Pattern LINE = Pattern.compile(
            "(nemcon-log format=1 id=([0-9a-f]{16}) term=(\\d{1,18}) end=(\\d{1,18})) crc=([0-9a-f]{8})\n");

    /** Null if the folder holds no log. */
    static @Nullable FormatFile read(LogFiles files, Collection<String> names) throws IOException, LogException {
        if (!names.contains(FILE)) {
            return null;
        }
        String text = text(files);
        Matcher any = ANY_VERSION.matcher(text);
        if (any.matches() && Integer.parseInt(any.group(1)) > VERSION) {
            throw new LogException("the log in " + files.folder() + " has format " + any.group(1)
                    + " and this version reads formats up to " + VERSION + ": open it with the version that wrote it");
        }
        Matcher line = LINE.matcher(text);
        if (!line.matches() || Integer.parseUnsignedInt(line.group(5), 16) != checksum(line.group(1))) {
            throw new LogException("the file " + FILE + " in " + files.folder()
                    + " is damaged or of something else: restore it from a backup, or choose another folder");
        }
        return new FormatFile(
                Long.parseUnsignedLong(line.group(2), 16),
                Long.parseLong(line.group(3)),
                Long.parseLong(line.group(4)));
    }

    /** Replaces the file in one step; durable on return. */
    void write(LogFiles files) throws IOException {
        String line =
                String.format(Locale.ROOT, "nemcon-log format=%d id=%016x term=%d end=%d", VERSION, logId, term, end);
        String text = String.format(Locale.ROOT, "%s crc=%08x\n", line, checksum(line));
        String temporary = FILE + FileNames.TEMPORARY;
        try (LogFile file = files.create(temporary)) {
            file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), 0);
            file.force();
        }
        files.rename(temporary, FILE);
        files.force();
    }

    private static String text(LogFiles files) throws IOException {
        try (LogFile file = files.open(FILE)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(file.size(), BYTES_MAX));
            file.read(bytes, 0);
            return new String(bytes.array(), StandardCharsets.US_ASCII);
        }
    }

    private static int checksum(String line) {
        CRC32C crc = new CRC32C();
        crc.update(line.getBytes(StandardCharsets.US_ASCII));
        return (int) crc.getValue();
    }
}
