package io.nemcon.client.jta;

import java.util.Arrays;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/** Asks an XAResource whether a branch is prepared (XA 3.3, xa_recover). */
enum PreparedList {
    LISTED,
    ABSENT,
    /** It could not be asked. */
    UNANSWERED;

    /** Some drivers repeat the same answer for ever (Oracle 8): so many rounds without an end are taken for no answer. */
    private static final int ROUNDS_MAX = 1_000;

    static PreparedList ask(XAResource resource, NemconXid xid) {
        try {
            return scan(resource, xid);
        } catch (XAException | RuntimeException failed) {
            return UNANSWERED;
        }
    }

    private static PreparedList scan(XAResource resource, NemconXid xid) throws XAException {
        Xid[] previous = {};
        int flags = XAResource.TMSTARTRSCAN;
        try {
            for (int round = 0; round < ROUNDS_MAX; round++) {
                Xid[] found = resource.recover(flags);
                if (found == null || found.length == 0 || repeats(found, previous)) {
                    return ABSENT;
                }
                if (Arrays.stream(found).anyMatch(xid::isSame)) {
                    return LISTED;
                }
                previous = found;
                flags = XAResource.TMNOFLAGS;
            }
            return UNANSWERED;
        } finally {
            endScan(resource);
        }
    }

    private static void endScan(XAResource resource) {
        try {
            resource.recover(XAResource.TMENDRSCAN);
        } catch (XAException | RuntimeException harmless) {
            return; // the answer is known by now, and a driver that can't end a scan has none open
        }
    }

    private static boolean repeats(Xid[] found, Xid[] previous) {
        return previous.length == found.length
                && Arrays.equals(previous[0].getGlobalTransactionId(), found[0].getGlobalTransactionId())
                && Arrays.equals(previous[0].getBranchQualifier(), found[0].getBranchQualifier());
    }
}
