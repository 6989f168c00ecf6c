package io.nemcon.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.core.codec.MalformedBytesException;
import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.transcript.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every word of the protocol is read back as it was written; bytes that are damaged, cut or of another version are refused
 * as such and with nothing else (scenarios 12, 49, 62).
 */
class CodecTest {

    private record Codec<T>(
            String name,
            int kinds,
            Function<RandomWords, T> any,
            Function<T, byte[]> encode,
            Function<byte[], T> decode) {}

    private static final List<Codec<?>> CODECS = List.of(
            new Codec<>("command", 9, RandomWords::command, CommandCodec::encode, CommandCodec::decode),
            new Codec<>("entry", 1, CodecTest::entry, EntryCodec::encode, EntryCodec::decode),
            new Codec<>("vote", 1, RandomWords::vote, JoinedVote::toBytes, JoinedVote::fromBytes),
            new Codec<>("result", 11, RandomWords::result, ResultCodec::encode, ResultCodec::decode),
            new Codec<>("query", 12, RandomWords::query, QueryCodec::encode, QueryCodec::decode),
            new Codec<>("answer", 10, RandomWords::answer, AnswerCodec::encode, AnswerCodec::decode));

    private static Entry entry(RandomWords words) {
        return new Entry(
                words.session().index(),
                Stream.generate(words::command)
                        .limit(words.session().index() % 5)
                        .toList());
    }

    @TestFactory
    Stream<DynamicTest> whatIsWrittenIsReadBack() {
        return CODECS.stream().map(codec -> DynamicTest.dynamicTest(codec.name, () -> readBack(codec)));
    }

    private static <T> void readBack(Codec<T> codec) {
        TreeSet<String> kinds = new TreeSet<>();
        Seeds.each(5, seed -> {
            RandomWords words = new RandomWords(seed);
            for (int i = 0; i < 200; i++) {
                T original = codec.any.apply(words);
                kinds.add(original.getClass().getSimpleName());
                byte[] bytes = codec.encode.apply(original);
                T back = codec.decode.apply(bytes);
                assertThat(back).isEqualTo(original);
                assertThat(codec.encode.apply(back)).isEqualTo(bytes);
            }
        });
        assertThat(kinds).as("kinds of %s", codec.name).hasSize(codec.kinds);
    }

    @TestFactory
    Stream<DynamicTest> damagedBytesAreRefusedAndNothingElseHappens() {
        return CODECS.stream().map(codec -> DynamicTest.dynamicTest(codec.name, () -> refuseDamage(codec)));
    }

    /** A flipped bit may give another word; it must never give another exception or ask for much memory. */
    private static <T> void refuseDamage(Codec<T> codec) {
        Seeds.each(2, seed -> {
            RandomWords words = new RandomWords(seed);
            Random random = new Random(seed);
            for (int i = 0; i < 60; i++) {
                byte[] good = codec.encode.apply(codec.any.apply(words));
                for (int bit : random.ints(40, 0, good.length * 8).toArray()) {
                    byte[] bad = good.clone();
                    bad[bit / 8] ^= (byte) (1 << bit % 8);
                    decodeOrRefuse(codec, bad);
                }
                for (int length : random.ints(20, 0, good.length).toArray()) {
                    byte[] cut = Arrays.copyOf(good, length);
                    assertThatThrownBy(() -> codec.decode.apply(cut))
                            .as("%s of %s bytes cut to %s", codec.name, good.length, length)
                            .isInstanceOf(MalformedBytesException.class);
                }
                byte[] longer = Arrays.copyOf(good, good.length + 1);
                assertThatThrownBy(() -> codec.decode.apply(longer)).isInstanceOf(MalformedBytesException.class);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> noiseIsRefusedAndNothingElseHappens() {
        return CODECS.stream()
                .map(codec -> DynamicTest.dynamicTest(codec.name, () -> {
                    Random random = new Random(4);
                    for (int i = 0; i < 4_000; i++) {
                        byte[] noise = new byte[random.nextInt(60)];
                        random.nextBytes(noise);
                        if (noise.length > 0) {
                            noise[0] = (byte) random.nextInt(36); // so that the tag is often a known one
                        }
                        decodeOrRefuse(codec, noise);
                    }
                }));
    }

    private static <T> void decodeOrRefuse(Codec<T> codec, byte[] bytes) {
        T read;
        try {
            read = codec.decode.apply(bytes);
        } catch (MalformedBytesException refused) {
            return;
        }
        assertThat(codec.decode.apply(codec.encode.apply(read))).isEqualTo(read);
    }

    @Test
    void aCountIsNeverBelievedBeyondTheBytesThatAreThere() {
        byte[] manyCommands = {1, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x07};
        assertThatThrownBy(() -> EntryCodec.decode(manyCommands))
                .isInstanceOf(MalformedBytesException.class)
                .hasMessageContaining("beyond its limit of " + EntryCodec.COMMANDS_MAX);
        byte[] longText = {9, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x07, 65};
        assertThatThrownBy(() -> ResultCodec.decode(longText))
                .isInstanceOf(MalformedBytesException.class)
                .hasMessageContaining("a count of 2147483647 is beyond its limit of 6");
    }

    @Test
    void whatANewerVersionWroteIsRefusedInWords() { // scenario 62
        assertThatThrownBy(() -> EntryCodec.decode(new byte[] {2, 0, 0}))
                .isInstanceOf(MalformedBytesException.class)
                .hasMessageContaining("log entry of format 2, this version reads 1")
                .hasMessageContaining("upgrade this node");
        assertThatThrownBy(() -> CommandCodec.decode(new byte[] {99}))
                .isInstanceOf(MalformedBytesException.class)
                .hasMessageContaining("command tag 99 is unknown to this version; upgrade this node");
        assertThatThrownBy(() -> ResultCodec.decode(new byte[] {77})).hasMessageContaining("result tag 77 is unknown");
        assertThatThrownBy(() -> QueryCodec.decode(new byte[] {77})).hasMessageContaining("query tag 77 is unknown");
        assertThatThrownBy(() -> AnswerCodec.decode(new byte[] {77})).hasMessageContaining("answer tag 77 is unknown");
        assertThatThrownBy(() -> ResultCodec.decode(new byte[] {5, 9, 0}))
                .isInstanceOf(MalformedBytesException.class)
                .hasMessageContaining("constant 9 of Outcome is unknown to this version");
    }

    @Test
    void anEntryWithOneUnknownCommandIsRefusedAsAWhole() { // scenario 62
        byte[] known = CommandCodec.encode(new Command.LeaderStarted());
        byte[] entry = EntryCodec.encode(5, List.of(known, new byte[] {99}, known));
        assertThatThrownBy(() -> EntryCodec.decode(entry)).hasMessageContaining("command tag 99");
    }

    @Test
    void finishedBranchesOfOneSessionAreWrittenShort() {
        GroupId group = new GroupId(7);
        Gtrid first = new Gtrid(group, 1, new SessionId(4_096), 1_000);
        List<FinishedBranch> branches = new ArrayList<>();
        for (Gtrid gtrid : List.of(
                first,
                new Gtrid(group, 1, first.session(), 1_001),
                new Gtrid(group, 1, new SessionId(8_192), 1_001),
                new Gtrid(group, 2, new SessionId(8_192), 1_001),
                new Gtrid(new GroupId(8), 2, new SessionId(8_192), 1_001),
                first)) {
            branches.add(new FinishedBranch(new BranchId(gtrid, -5, 1)));
            branches.add(new FinishedBranch(new BranchId(gtrid, Long.MAX_VALUE, 2)));
        }
        assertThat(readBack(branches)).isEqualTo(branches);
        int one = CommandCodec.encode(finished(branches.subList(0, 2))).length;
        int two = CommandCodec.encode(finished(branches.subList(0, 4))).length;
        assertThat(two - one).isLessThan(Gtrid.LENGTH_BYTES + 2);
    }

    @Test
    void aFinishedBranchThatRefersToNoneBeforeItIsMalformed() {
        Gtrid gtrid = new Gtrid(new GroupId(7), 1, new SessionId(1), 1);
        byte[] bytes = CommandCodec.encode(finished(List.of(new FinishedBranch(new BranchId(gtrid, 1, 1)))));
        int form = bytes.length - Gtrid.LENGTH_BYTES - BranchId.BQUAL_LENGTH_BYTES - 1;
        for (byte other = 1; other <= 3; other++) {
            byte[] damaged = bytes.clone();
            damaged[form] = other;
            assertThatThrownBy(() -> CommandCodec.decode(damaged))
                    .isInstanceOf(MalformedBytesException.class)
                    .hasMessageContaining("form ");
        }
    }

    private static Command finished(List<FinishedBranch> branches) {
        return new Command.FromSession(
                new RequestHeader(new SessionId(1), 0, 1, 1), new SessionCommand.Finished(branches));
    }

    private static List<FinishedBranch> readBack(List<FinishedBranch> branches) {
        Command.FromSession back = (Command.FromSession) CommandCodec.decode(CommandCodec.encode(finished(branches)));
        return ((SessionCommand.Finished) back.body()).branches();
    }

    /** Tags and ordinals are in logs and snapshots on disks: they stay what they are. */
    @Test
    void tagsAndOrdinalsStayWhatTheyAre() {
        RandomWords words = new RandomWords(1);
        TreeSet<Integer> tags = new TreeSet<>();
        IntStream.range(0, 2_000).forEach(i -> tags.add((int) CommandCodec.encode(words.command())[0]));
        assertThat(tags).containsExactly(1, 2, 3, 4, 5, 6, 7, 16, 20, 21, 22, 24, 25, 26, 27, 32, 33);
        assertThat(CommandCodec.encode(new Command.LeaderStarted())).containsExactly(2);
        assertThat(ResultCodec.encode(new Result.Decided(Outcome.FORGOTTEN, Reason.OPERATOR)))
                .containsExactly(5, 3, 8);
        assertThat(Outcome.values())
                .containsExactly(Outcome.PENDING, Outcome.COMMITTED, Outcome.ABORTED, Outcome.FORGOTTEN);
        assertThat(Decision.values()).containsExactly(Decision.COMMIT, Decision.ABORT);
        assertThat(Reason.values())
                .containsExactly(
                        Reason.NONE,
                        Reason.APPLICATION,
                        Reason.VOTED_NO,
                        Reason.PREPARE_UNANSWERED,
                        Reason.TIMEOUT,
                        Reason.SESSION_ENDED,
                        Reason.OWNER_UNKNOWN,
                        Reason.BELOW_WATERMARK,
                        Reason.OPERATOR,
                        Reason.LIMIT_REACHED,
                        Reason.OWNER_FAILED,
                        Reason.JOINED_VOTED_NO,
                        Reason.JOINED_UNANSWERED,
                        Reason.JOINED_SESSION_ENDED);
        assertThat(EndReason.values())
                .containsExactly(EndReason.CLOSED, EndReason.EXPIRED, EndReason.RESTARTED, EndReason.OPERATOR);
    }
}
