package io.nemcon.core.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes out of {@link ByteWriter} and back, and what is refused on the way (scenarios 12, 49). */
class ByteReaderTest {

    @ParameterizedTest
    @ValueSource(
            longs = {0, 1, 127, 128, 16_383, 16_384, Integer.MAX_VALUE, 1L << 62, Long.MAX_VALUE, -1, Long.MIN_VALUE})
    void everyNumberIsReadBack(long value) {
        ByteReader in = new ByteReader(new ByteWriter(0)
                .writeVar(value)
                .writeLong(value)
                .writeInt((int) value)
                .writeByte((int) value)
                .toByteArray());
        assertThat(in.readVar()).isEqualTo(value);
        assertThat(in.readLong()).isEqualTo(value);
        assertThat(in.readInt()).isEqualTo((int) value);
        assertThat(in.readByte()).isEqualTo((int) (value & 0xFF));
        in.requireEnd("the test");
    }

    @Test
    void everyByteValueIsReadBackInTextAndBytes() {
        byte[] every = new byte[256];
        for (int i = 0; i < 256; i++) {
            every[i] = (byte) i;
        }
        String text = "\u0000 a \u00ff \u20ac \ud83d\ude00";
        ByteReader in = new ByteReader(
                new ByteWriter().writeBytes(every).writeString(text).toByteArray());
        assertThat(in.readBytes()).isEqualTo(every);
        assertThat(in.readString()).isEqualTo(text);
    }

    @Test
    void aWindowOfTheBytesIsReadAndNoMore() {
        byte[] bytes = {9, 1, 2, 3, 9};
        ByteReader in = new ByteReader(bytes, 1, 3);
        assertThat(in.readByte()).isEqualTo(1);
        ByteBuffer rest = in.slice(2);
        assertThat(rest.remaining()).isEqualTo(2);
        assertThat(rest.get(1)).isEqualTo((byte) 3);
        assertThatThrownBy(in::readByte)
                .isInstanceOf(MalformedBytesException.class)
                .hasMessage("needs 1 more bytes, has 0");
    }

    @Test
    void moreThanThereIsIsRefused() {
        refused(new byte[7], ByteReader::readLong, "needs 8 more bytes, has 7");
        refused(new byte[3], ByteReader::readInt, "needs 4 more bytes, has 3");
        refused(new byte[] {5, 1}, ByteReader::readBytes, "a count of 5 is beyond its limit of 2");
        refused(new byte[1], in -> in.readRaw(-1), "needs -1 more bytes, has 1");
        refused(new byte[1], in -> in.slice(2), "needs 2 more bytes, has 1");
    }

    @Test
    void whatCannotBeIsRefused() {
        refused(new byte[] {2}, ByteReader::readBoolean, "a boolean is 0 or 1, here it is 2");
        byte[] endless = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1};
        refused(endless, ByteReader::readVar, "a variable-length number has more than 64 bits");
        byte[] negative = new ByteWriter().writeVar(-1).toByteArray();
        refused(negative, in -> in.readCount(Integer.MAX_VALUE), "a count of -1 is beyond its limit of 2147483647");
        refused(new byte[2], in -> in.requireEnd("a word"), "a word has 2 bytes too many");
    }

    /** A tenth byte holds the last bit alone: with more in it, two spellings would mean one number. */
    @Test
    void aNumberBeyond64BitsIsRefused() {
        byte[] beyond = {-1, -1, -1, -1, -1, -1, -1, -1, -1, 0x03};
        refused(beyond, ByteReader::readVar, "a variable-length number has more than 64 bits");
    }

    private static void refused(byte[] bytes, Consumer<ByteReader> read, String why) {
        assertThatThrownBy(() -> read.accept(new ByteReader(bytes)))
                .isInstanceOf(MalformedBytesException.class)
                .hasMessage(why);
    }
}
