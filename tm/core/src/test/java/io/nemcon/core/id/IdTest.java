package io.nemcon.core.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids as bytes and as text, ours and others' (scenarios 73, 74, 75, 76). */
class IdTest {

    private static final GroupId GROUP = new GroupId(0x8000_0000_0000_0001L);
    private static final Gtrid GTRID = new Gtrid(GROUP, -2, new SessionId(4_096), 7);
    private static final BranchId BRANCH = BranchId.of(GTRID, new ResourceName("orders"), 3);

    @Test
    void idsHaveOneSpelling() {
        assertThat(GTRID).hasToString("8000000000000001" + "fffffffe" + "0000000000001000" + "0000000000000007");
        assertThat(BRANCH).hasToString(GTRID + "-cea6b13840ee1f1d" + "00000003");
        assertThat(new SessionId(12)).hasToString("s12");
        assertThat(GROUP).hasToString("8000000000000001");
    }

    @Test
    void randomIdsAreReadBackFromBytesAndText() {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            Gtrid gtrid = new Gtrid(
                    new GroupId(random.nextLong() | 1),
                    random.nextInt(),
                    new SessionId(1 + (random.nextLong() >>> 2)),
                    1 + (random.nextLong() >>> 2));
            BranchId branch = new BranchId(gtrid, random.nextLong(), random.nextInt());
            assertThat(Gtrid.fromBytes(gtrid.toBytes())).isEqualTo(gtrid);
            assertThat(Gtrid.parse(gtrid.toString())).isEqualTo(gtrid);
            assertThat(BranchId.fromBytes(Gtrid.FORMAT_ID, gtrid.toBytes(), branch.bqual()))
                    .isEqualTo(branch);
            assertThat(BranchId.parse(branch.toString())).isEqualTo(branch);
        }
    }

    /** Any byte may stand anywhere; whatever is read as ours reads back as the same bytes (scenario 75). */
    @Test
    void everyByteValueInEveryPlaceIsOursOrNull() {
        byte[] ours = GTRID.toBytes();
        assertThat(ours).hasSize(Gtrid.LENGTH_BYTES);
        for (int place = 0; place < ours.length; place++) {
            for (int value = 0; value < 256; value++) {
                byte[] bytes = ours.clone();
                bytes[place] = (byte) value;
                Gtrid read = Gtrid.fromBytes(bytes);
                boolean isNegative = (place == 12 || place == 20) && value > 127;
                boolean isZero = place == 27 && value == 0;
                boolean isNoSession = place == 18 && value == 0; // of 0x1000, the only bit
                assertThat(read == null)
                        .as("byte %s is %s", place, value)
                        .isEqualTo(isNegative || isZero || isNoSession);
                if (read != null) {
                    assertThat(read.toBytes()).isEqualTo(bytes);
                    assertThat(Gtrid.parse(read.toString())).isEqualTo(read);
                }
            }
        }
    }

    @Test
    void everyByteOfABqualIsReadBack() {
        for (int value = 0; value < 256; value++) {
            byte[] bqual = new byte[BranchId.BQUAL_LENGTH_BYTES];
            Arrays.fill(bqual, (byte) value);
            BranchId branch = BranchId.fromBytes(Gtrid.FORMAT_ID, GTRID.toBytes(), bqual);
            assertThat(branch).isNotNull();
            assertThat(branch.bqual()).isEqualTo(bqual);
        }
    }

    @Test
    void whatOthersPreparedIsNotOurs() {
        byte[] gtrid = GTRID.toBytes();
        byte[] bqual = BRANCH.bqual();
        assertThat(BranchId.fromBytes(Gtrid.FORMAT_ID, gtrid, bqual)).isEqualTo(BRANCH);
        for (int formatId : new int[] {0, -1, 1, 131_077, Gtrid.FORMAT_ID + 1}) {
            assertThat(BranchId.fromBytes(formatId, gtrid, bqual)).isNull();
        }
        for (int length : new int[] {0, 1, 27, 29, 36, 64}) {
            assertThat(BranchId.fromBytes(Gtrid.FORMAT_ID, Arrays.copyOf(gtrid, length), bqual))
                    .isNull();
            assertThat(Gtrid.fromBytes(Arrays.copyOf(gtrid, length))).isNull();
        }
        for (int length : new int[] {0, 11, 13, 64}) {
            assertThat(BranchId.fromBytes(Gtrid.FORMAT_ID, gtrid, Arrays.copyOf(bqual, length)))
                    .isNull();
        }
        assertThat(Gtrid.fromBytes(new byte[28])).isNull();
        assertThat(Gtrid.fromBytes(
                        "127.0.0.1:seata:2003:91882993".substring(0, 28).getBytes(StandardCharsets.UTF_8)))
                .isNotNull(); // the length alone does not make it ours: the group does (scenario 74)
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "x",
                "8000000000000001fffffffe00000000000010000000000000000007-",
                "8000000000000001fffffffe00000000000010000000000000000007-cea6b13840ee1f1d0000000",
                "8000000000000001fffffffe00000000000010000000000000000007-cea6b13840ee1f1d000000033",
                "8000000000000001fffffffe00000000000010000000000000000007_cea6b13840ee1f1d00000003",
                "8000000000000001fffffffe00000000000010000000000000000007-cea6b13840ee1f1d0000000g",
                "8000000000000001fffffffe00000000000010000000000000000000-cea6b13840ee1f1d00000003",
                "8000000000000001fffffffe80000000000010000000000000000007-cea6b13840ee1f1d00000003",
                "0000000000000000fffffffe00000000000010000000000000000007-cea6b13840ee1f1d00000003",
                " 000000000000001fffffffe00000000000010000000000000000007-cea6b13840ee1f1d00000003",
                "+000000000000001fffffffe00000000000010000000000000000007-cea6b13840ee1f1d00000003",
                "8000000000000001fffffffe0000000000001000000000000000000-7cea6b13840ee1f1d00000003",
                "8000000000000001fffffffe0000000000001000000000000000\u0660007-cea6b13840ee1f1d00000003"
            })
    void foreignTextIsNoBranchOfOurs(String text) {
        assertThat(BranchId.parse(text)).isNull();
    }

    @Test
    void foreignTextIsNoTransactionOfOurs() {
        String ours = GTRID.toString();
        assertThat(Gtrid.parse(ours)).isEqualTo(GTRID);
        for (String text : List.of("", ours + "0", ours.substring(1), ours.replace('f', 'z'), ours.replace('8', '-'))) {
            assertThat(Gtrid.parse(text)).as(text).isNull();
        }
    }

    /** A database that folds names to upper case still gives back our branch. */
    @Test
    void upperCaseIsReadToo() {
        assertThat(BranchId.parse(BRANCH.toString().toUpperCase(Locale.ROOT))).isEqualTo(BRANCH);
    }

    /** XA 3.3: at most 64 bytes each; PostgreSQL: a gid below 200 characters (scenario 75). */
    @Test
    void idsFitEveryDatabase() {
        assertThat(GTRID.toBytes().length).isLessThanOrEqualTo(64);
        assertThat(BRANCH.bqual().length).isLessThanOrEqualTo(64);
        assertThat(BRANCH.toString()).hasSizeLessThan(200).matches("[0-9a-f-]+");
    }

    @Test
    void idsSortByAgeOfSessionThenSequence() {
        Gtrid older = new Gtrid(GROUP, 9, new SessionId(1), 99);
        Gtrid younger = new Gtrid(GROUP, 1, new SessionId(2), 1);
        Gtrid youngest = new Gtrid(GROUP, 1, new SessionId(2), 2);
        Gtrid foreign = new Gtrid(new GroupId(5), 1, new SessionId(2), 2);
        assertThat(new TreeSet<>(List.of(youngest, foreign, older, younger)))
                .containsExactly(older, younger, youngest, foreign);
    }

    /** Of two incarnations of one group the restored one's are the younger (scenario 64). */
    @Test
    void ofTheSameSessionAndSequenceTheOlderIncarnationComesFirst() {
        Gtrid before = new Gtrid(GROUP, 1, new SessionId(2), 2);
        Gtrid restored = new Gtrid(new GroupId(5), 2, new SessionId(2), 2);
        assertThat(before).isLessThan(restored).isEqualByComparingTo(new Gtrid(GROUP, 1, new SessionId(2), 2));
        assertThat(restored).isGreaterThan(before);
    }

    @Test
    void idsThatCannotBeAreRefused() {
        assertThatThrownBy(() -> new GroupId(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SessionId(0)).hasMessageContaining("above zero: 0");
        assertThatThrownBy(() -> new Gtrid(GROUP, 1, new SessionId(1), 0)).hasMessageContaining("counts from 1: 0");
        for (String bad : List.of("", " ", "a b", "a/b", "\u00e4", "a".repeat(65), "a\n", "a'--")) {
            assertThatThrownBy(() -> new ResourceName(bad))
                    .as(bad)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("use 1 to 64 of the characters");
        }
        assertThat(new ResourceName("a".repeat(64)).value()).hasSize(64);
    }

    @Test
    void aNameHasLettersDigitsAndThreeMarksAndNothingBeside() {
        String allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
        for (char at = 0; at < 1_000; at++) {
            String name = "a" + at;
            if (allowed.indexOf(at) >= 0) {
                assertThat(new ResourceName(name)).hasToString(name);
            } else {
                assertThatThrownBy(() -> new ResourceName(name))
                        .as("character %s", (int) at)
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Test
    void namesAreEqualAndInOrderAsTheirTextIs() {
        ResourceName orders = new ResourceName("orders");
        assertThat(orders)
                .isEqualTo(new ResourceName("orders"))
                .hasSameHashCodeAs(new ResourceName("orders"))
                .isNotEqualTo(new ResourceName("Orders"))
                .isNotEqualTo("orders")
                .isLessThan(new ResourceName("stock"))
                .isGreaterThan(new ResourceName("Orders"))
                .isEqualByComparingTo(new ResourceName("orders"));
    }

    /** The hash is in databases: these values stand for ever. */
    @Test
    void theHashOfANameNeverChanges() {
        assertThat(new ResourceName("orders").hash()).isEqualTo(0xcea6b13840ee1f1dL);
        Set<Long> hashes = new HashSet<>();
        for (int i = 0; i < 50_000; i++) {
            hashes.add(new ResourceName("db-" + i).hash());
        }
        assertThat(hashes).hasSize(50_000);
    }

    @Test
    void branchesOfOneTransactionDifferInTheirBqual() {
        assertThat(BranchId.of(GTRID, new ResourceName("orders"), 1).bqual())
                .isNotEqualTo(BranchId.of(GTRID, new ResourceName("orders"), 2).bqual());
    }
}
