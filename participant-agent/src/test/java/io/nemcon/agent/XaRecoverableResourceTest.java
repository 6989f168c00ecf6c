package io.nemcon.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.recovery.Listed;
import java.util.ArrayList;
import java.util.List;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.Test;

/** An XA driver as recovery meets it: what it lists, repeats, refuses and loses. */
class XaRecoverableResourceTest {

    private static final BranchId BRANCH =
            BranchId.of(new Gtrid(new GroupId(-7), 1, new SessionId(4096), 9), new ResourceName("queue"), 0);

    private final Driver driver = new Driver();
    private final XaRecoverableResource resource = new XaRecoverableResource("queue", driver);

    /** Scenario 75: every byte of an xid comes back, and the driver is given its own xid object again. */
    @Test
    void ourBranchesAreReadBackFromTheDriversOwnXids() throws Exception {
        driver.listed.add(new DriverXid(Gtrid.FORMAT_ID, BRANCH.gtrid().toBytes(), BRANCH.bqual()));
        List<Listed> listed = resource.prepared();
        assertThat(listed).extracting(Listed::branch).containsExactly(BRANCH);
        assertThat(resource.commit(listed.get(0))).isEmpty();
        assertThat(driver.calls).containsExactly("commit " + DriverXid.class.getSimpleName());
    }

    /** Scenario 73: a foreign one is listed without a branch id, so nobody ends it. */
    @Test
    void aForeignXidIsListedAsForeign() throws Exception {
        driver.listed.add(new DriverXid(131077, new byte[] {0, 1, -1}, new byte[] {2}));
        assertThat(resource.prepared()).containsExactly(new Listed(null, "20005:0001ff:02", 0));
    }

    /** A driver that answers every round with the same list (Oracle 8) ends the scan by that. */
    @Test
    void aDriverThatRepeatsItselfEndsTheScan() throws Exception {
        driver.repeats = true;
        driver.listed.add(new DriverXid(Gtrid.FORMAT_ID, BRANCH.gtrid().toBytes(), BRANCH.bqual()));
        assertThat(resource.prepared()).hasSize(1);
    }

    /** Scenario 27: an error code is passed on as words, and is neither done nor failed. */
    @Test
    void anErrorCodeIsWordsThatProveNothing() throws Exception {
        driver.listed.add(new DriverXid(Gtrid.FORMAT_ID, BRANCH.gtrid().toBytes(), BRANCH.bqual()));
        driver.failure = XAException.XAER_RMERR;
        assertThat(resource.rollback(resource.prepared().get(0))).contains("XA error code -3");
    }

    @Test
    void aLostConnectionIsOpenedAnew() throws Exception {
        driver.listed.add(new DriverXid(Gtrid.FORMAT_ID, BRANCH.gtrid().toBytes(), BRANCH.bqual()));
        Listed branch = resource.prepared().get(0);
        driver.failure = XAException.XAER_RMFAIL;
        assertThatThrownBy(() -> resource.commit(branch)).isInstanceOf(ResourceUnreachableException.class);
        driver.failure = 0;
        assertThat(resource.commit(branch)).isEmpty();
        assertThat(driver.opened).isEqualTo(2);
    }

    private record DriverXid(int formatId, byte[] gtrid, byte[] bqual) implements Xid {
        @Override
        public int getFormatId() {
            return formatId;
        }

        @Override
        public byte[] getGlobalTransactionId() {
            return gtrid;
        }

        @Override
        public byte[] getBranchQualifier() {
            return bqual;
        }
    }

    private static final class Driver implements XaRecoverableResource.XaSessions, XAResource {
        final List<Xid> listed = new ArrayList<>();
        final List<String> calls = new ArrayList<>();
        int failure;
        int opened;
        boolean repeats;

        @Override
        public XaRecoverableResource.XaSession open() {
            opened++;
            return new XaRecoverableResource.XaSession() {
                @Override
                public XAResource resource() {
                    return Driver.this;
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public Xid[] recover(int flag) {
            return flag == TMSTARTRSCAN || repeats && flag == TMNOFLAGS ? listed.toArray(new Xid[0]) : new Xid[0];
        }

        @Override
        public void commit(Xid xid, boolean onePhase) throws XAException {
            end("commit", xid);
        }

        @Override
        public void rollback(Xid xid) throws XAException {
            end("rollback", xid);
        }

        private void end(String call, Xid xid) throws XAException {
            if (failure != 0) {
                throw new XAException(failure);
            }
            calls.add(call + " " + xid.getClass().getSimpleName());
        }

        @Override
        public void start(Xid xid, int flags) {}

        @Override
        public void end(Xid xid, int flags) {}

        @Override
        public int prepare(Xid xid) {
            return XA_OK;
        }

        @Override
        public void forget(Xid xid) {}

        @Override
        public boolean isSameRM(XAResource other) {
            return other == this;
        }

        @Override
        public int getTransactionTimeout() {
            return 0;
        }

        @Override
        public boolean setTransactionTimeout(int seconds) {
            return false;
        }
    }
}
