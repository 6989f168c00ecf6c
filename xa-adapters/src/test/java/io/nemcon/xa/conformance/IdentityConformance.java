package io.nemcon.xa.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.agent.RecoverableResource;
import io.nemcon.client.branch.Branch;
import io.nemcon.client.branch.BranchEnd;
import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Vote;
import io.nemcon.core.recovery.Listed;
import io.nemcon.xa.NemconDataSource;
import io.nemcon.xa.testkit.FakeRegistrar;
import io.nemcon.xa.testkit.FakeTransactions;
import io.nemcon.xa.testkit.FakeTransactions.Transaction;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose branch it is: ours, another group's, another transaction manager's. */
public abstract class IdentityConformance extends Conformance {

    private static final int OTHER_FORMAT = 131_077;

    protected IdentityConformance(ConformanceDatabase database) {
        super(database);
    }

    private List<Listed> listed() throws Exception {
        return registrar.resource("orders").prepared();
    }

    @Test
    void foreignBranchesAreListedAsForeignAndLeftAlone() throws Exception {
        // scenarios 73 and 74
        NemconDataSource orders = open("orders");
        String foreign = database.prepareForeign(
                OTHER_FORMAT, new byte[] {1, 2, 3}, new byte[] {4}, "update account set balance = 0 where id = 2");
        Transaction transaction = withdrawTen(orders);
        Branch branch = ending(transaction);
        assertThat(branch.prepare().vote()).isEqualTo(Vote.YES);

        assertThat(listed()).extracting(Listed::branch).containsExactlyInAnyOrder(transaction.id("orders"), null);
        assertThat(listed())
                .extracting(Listed::text)
                .containsExactlyInAnyOrder(database.nameOf(transaction.id("orders")), foreign);
        assertThat(listed()).allSatisfy(one -> assertThat(one.preparedAgoMs()).isNotNegative());

        assertThat(branch.commit()).isEqualTo(BranchEnd.COMMITTED);
        branch.release();
        assertThat(database.prepared()).containsExactly(foreign);
        database.commitPrepared(foreign);
        assertThat(balance(2)).isZero();
    }

    @Test
    void ourShapeWithAnotherFormatIsForeign() throws Exception {
        // scenario 74: the format id is part of who made it
        open("orders");
        BranchId ours = new BranchId(new Gtrid(FakeTransactions.GROUP, 1, new SessionId(7), 4_711), 1, 1);
        database.prepareForeign(OTHER_FORMAT, ours.gtrid().toBytes(), ours.bqual(), WITHDRAW_TEN);

        assertThat(listed()).extracting(Listed::branch).containsOnlyNulls().hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x27, 0x22, 0x5c, 0x3b, 0x7c, 0x7f, 0x80, 0xff})
    void foreignXidsOfAnyBytesBreakNothing(int value) throws Exception {
        // scenario 75: NUL, quotes, backslash, separators, and what is no text
        open("orders");
        byte[] bytes = new byte[64];
        Arrays.fill(bytes, (byte) value);
        String foreign = database.prepareForeign(OTHER_FORMAT, bytes, bytes, WITHDRAW_TEN);

        assertThat(listed()).extracting(Listed::branch).containsOnlyNulls().hasSize(1);
        assertThat(listed()).extracting(Listed::text).containsExactly(foreign);
    }

    @ParameterizedTest
    @ValueSource(
            longs = {0x0000_0000_0000_0001L, 0x2722_5c3b_7c25_5f2dL, 0x7fff_ffff_ffff_ffffL, 0x8081_fffe_0a0d_00ffL})
    void ourXidsOfAnyBytesComeBackAsTheyWere(long bits) throws Exception {
        // scenario 75
        NemconDataSource orders = open("orders");
        Gtrid gtrid = new Gtrid(new GroupId(bits), (int) bits, new SessionId(bits >>> 2 | 1), bits >>> 1 | 1);
        Transaction transaction = transactions.begin(gtrid);
        update(orders, WITHDRAW_TEN);
        Branch branch = ending(transaction);
        assertThat(branch.prepare().vote()).isEqualTo(Vote.YES);
        branch.release();

        assertThat(listed()).extracting(Listed::branch).containsExactly(transaction.id("orders"));
        assertThat(registrar.resource("orders").commit(listed().get(0))).isEmpty();
        assertThat(balance(1)).isEqualTo(90);
    }

    @Test
    void everyByteValueInAnXidIsKeptApart() throws Exception {
        // scenario 75: 256 names, none taken for another
        Set<String> names = new HashSet<>();
        for (int value = 0; value < 256; value++) {
            long bits = (long) value << 8 | 1;
            BranchId id = new BranchId(new Gtrid(new GroupId(bits), 1, new SessionId(1), 1), bits, value);
            names.add(database.nameOf(id));
        }
        assertThat(names).hasSize(256);
    }

    @Test
    void twoGroupsOnOneDatabaseTellTheirBranchesApart() throws Exception {
        // scenario 74: the other group's branch is of our shape, and carries its group's id
        NemconDataSource orders = open("orders");
        Transaction ours = withdrawTen(orders);
        Branch branch = ending(ours);
        assertThat(branch.prepare().vote()).isEqualTo(Vote.YES);
        FakeTransactions elsewhere = new FakeTransactions();
        GroupId other = new GroupId(FakeTransactions.GROUP.bits() ^ 0xffL);
        FakeRegistrar others = new FakeRegistrar();
        NemconDataSource theirs =
                open(database.connectTo(NemconDataSource.builder(elsewhere, others, "orders"), database.url())
                        .examine(false));
        Transaction transaction = elsewhere.begin(new Gtrid(other, 1, new SessionId(7), ours.gtrid.sequence()));
        update(theirs, "update account set balance = 0 where id = 2");
        elsewhere.suspend();
        assertThat(transaction.branch("orders").prepare().vote()).isEqualTo(Vote.YES);

        RecoverableResource agent = registrar.resource("orders");
        assertThat(agent.prepared())
                .extracting(one -> one.branch().gtrid().group())
                .containsExactlyInAnyOrder(FakeTransactions.GROUP, other);
        assertThat(branch.rollback()).isEqualTo(BranchEnd.ROLLED_BACK);
        branch.release();

        assertThat(database.prepared()).containsExactly(database.nameOf(transaction.id("orders")));
        assertThat(transaction.branch("orders").commit()).isEqualTo(BranchEnd.COMMITTED);
        transaction.branch("orders").release();
        assertThat(balance(1)).isEqualTo(100);
        assertThat(balance(2)).isZero();
    }

    @Test
    void anXidThatIsStillPreparedIsNotTakenOverByASecondBranch() throws Exception {
        // scenario 76, two-phase SQL rule 6: gtrids are never used again; and if one were, nothing is adopted
        NemconDataSource orders = open("orders");
        Transaction first = withdrawTen(orders);
        Branch branch = ending(first);
        assertThat(branch.prepare().vote()).isEqualTo(Vote.YES);
        branch.release();
        Transaction again = transactions.begin(first.gtrid);

        try {
            update(orders, "update account set balance = 0 where id = 2");
            Branch second = ending(again);
            assertThat(second.prepare().vote()).isEqualTo(Vote.NO);
            second.release();
        } catch (SQLException refusedAtOnce) {
            transactions.suspend();
        }

        assertThat(listed()).extracting(Listed::branch).containsExactly(first.id("orders"));
        assertThat(registrar.resource("orders").commit(listed().get(0))).isEmpty();
        assertThat(balance(1)).isEqualTo(90);
        assertThat(balance(2)).isEqualTo(100);
        assertThat(active(orders)).isZero();
    }
}
