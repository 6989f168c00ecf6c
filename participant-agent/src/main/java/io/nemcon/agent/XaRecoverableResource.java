package io.nemcon.agent;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.protocol.Witness;
import io.nemcon.core.recovery.Heuristic;
import io.nemcon.core.recovery.Listed;
import io.nemcon.core.recovery.Testimony;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.XAConnection;
import javax.sql.XADataSource;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.jspecify.annotations.Nullable;

/**
 * Any XA resource, recovered by the driver's own {@code recover}, {@code commit} and {@code rollback} (XA 3.3). It has no
 * witness: a branch that was decided to commit and is neither listed nor acknowledged by this agent's own commit is an
 * incident, for nobody can prove what became of it.
 *
 * <p>No error code is believed by itself: whatever the driver throws is passed on as words, and the next scan tells. Only
 * that the resource ended the branch by itself is believed (XA_HEUR*, XA 3.3): it goes on listing such a branch until it is
 * told to forget it.
 */
public final class XaRecoverableResource implements RecoverableResource {

    /** A connection to the resource, for this agent alone. */
    public interface XaSession extends AutoCloseable {

        XAResource resource() throws SQLException;

        @Override
        void close() throws SQLException;
    }

    /** Opens connections. */
    public interface XaSessions {
        XaSession open() throws SQLException;
    }

    /** Some drivers repeat the same answer for ever; so many rounds of one scan are taken for no answer. */
    private static final int ROUNDS_MAX = 1_000;

    /** Of so many branches at most it is remembered that the resource ended them; of others it says so again. */
    private static final int ENDED_MAX = 10_000;

    private final ResourceName name;
    private final XaSessions sessions;
    private @Nullable XaSession session;

    /** The driver's own xids of the newest scan, by the text they are listed with: some take no other class. */
    private final Map<String, Xid> scanned = new LinkedHashMap<>();

    /** What the driver said of itself to the newest commands, and the xids to have forgotten: not every driver lists them. */
    private final Map<String, Ended> ended = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Ended> eldest) {
            return size() > ENDED_MAX;
        }
    };

    private record Ended(Xid xid, Heuristic how) {}

    public XaRecoverableResource(String name, XaSessions sessions) {
        this.name = new ResourceName(name);
        this.sessions = sessions;
    }

    /** A database's XA data source. */
    public static XaRecoverableResource of(String name, XADataSource dataSource) {
        return new XaRecoverableResource(name, () -> {
            XAConnection connection = dataSource.getXAConnection();
            return new XaSession() {
                @Override
                public XAResource resource() throws SQLException {
                    return connection.getXAResource();
                }

                @Override
                public void close() throws SQLException {
                    connection.close();
                }
            };
        });
    }

    @Override
    public ResourceName name() {
        return name;
    }

    @Override
    public List<Listed> prepared() throws ResourceUnreachableException {
        try {
            scan(resource());
        } catch (XAException | SQLException | RuntimeException failed) {
            throw unreachable("recover", failed);
        }
        List<Listed> listed = new ArrayList<>();
        scanned.forEach((text, xid) -> listed.add(new Listed(branchOf(xid), text, 0)));
        return listed;
    }

    private void scan(XAResource resource) throws XAException {
        scanned.clear();
        int flags = XAResource.TMSTARTRSCAN;
        for (int round = 0; round < ROUNDS_MAX; round++) {
            Xid[] found = resource.recover(flags);
            int before = scanned.size();
            if (found != null) {
                for (Xid xid : found) {
                    scanned.put(textOf(xid), xid);
                }
            }
            if (scanned.size() == before) {
                resource.recover(XAResource.TMENDRSCAN);
                return;
            }
            flags = XAResource.TMNOFLAGS;
        }
        throw new XAException(XAException.XAER_RMERR);
    }

    private static @Nullable BranchId branchOf(Xid xid) {
        return BranchId.fromBytes(xid.getFormatId(), xid.getGlobalTransactionId(), xid.getBranchQualifier());
    }

    private static String textOf(Xid xid) {
        BranchId branch = branchOf(xid);
        if (branch != null) {
            return branch.toString();
        }
        HexFormat hex = HexFormat.of();
        return Integer.toHexString(xid.getFormatId()) + ":" + hex.formatHex(xid.getGlobalTransactionId()) + ":"
                + hex.formatHex(xid.getBranchQualifier());
    }

    @Override
    public String commit(Listed branch) throws ResourceUnreachableException {
        return end("commit", branch, (resource, xid) -> resource.commit(xid, false));
    }

    @Override
    public String rollback(Listed branch) throws ResourceUnreachableException {
        return end("rollback", branch, XAResource::rollback);
    }

    private interface End {
        void call(XAResource resource, Xid xid) throws XAException;
    }

    private String end(String call, Listed branch, End end) throws ResourceUnreachableException {
        ended.remove(branch.text());
        Xid xid = scanned.get(branch.text());
        if (xid == null) {
            return "it is not in the newest scan";
        }
        try {
            end.call(resource(), xid);
            return "";
        } catch (XAException failed) {
            Heuristic how = heuristic(failed.errorCode);
            if (how != null) {
                ended.put(branch.text(), new Ended(xid, how));
            }
            return words(call, branch, failed);
        } catch (SQLException | RuntimeException failed) {
            throw unreachable(call + " of " + branch.text(), failed);
        }
    }

    private static @Nullable Heuristic heuristic(int code) {
        return switch (code) {
            case XAException.XA_HEURCOM -> Heuristic.COMMITTED;
            case XAException.XA_HEURRB -> Heuristic.ROLLED_BACK;
            case XAException.XA_HEURMIX, XAException.XA_HEURHAZ -> Heuristic.MIXED;
            default -> null;
        };
    }

    private String words(String call, Listed branch, XAException failed) throws ResourceUnreachableException {
        if (failed.errorCode == XAException.XAER_RMFAIL) {
            throw unreachable(call + " of " + branch.text(), failed);
        }
        return "XA error code " + failed.errorCode + (failed.getMessage() == null ? "" : ", " + failed.getMessage());
    }

    @Override
    public @Nullable Heuristic endedByItself(Listed branch) {
        Ended known = ended.get(branch.text());
        return known == null ? null : known.how();
    }

    /** XAER_NOTA says that there is nothing to forget any more. */
    @Override
    public String forget(Listed branch) throws ResourceUnreachableException {
        Ended known = ended.get(branch.text());
        Xid xid = known == null ? scanned.get(branch.text()) : known.xid();
        if (xid == null) {
            return "it is not in the newest scan";
        }
        try {
            resource().forget(xid);
        } catch (XAException failed) {
            if (failed.errorCode != XAException.XAER_NOTA) {
                return words("forget", branch, failed);
            }
        } catch (SQLException | RuntimeException failed) {
            throw unreachable("forget of " + branch.text(), failed);
        }
        ended.remove(branch.text());
        return "";
    }

    @Override
    public Testimony ask(BranchId branch, Witness witness) {
        return Testimony.UNKNOWN;
    }

    @Override
    public boolean hasWitness() {
        return false;
    }

    private XAResource resource() throws SQLException {
        XaSession open = session;
        if (open == null) {
            open = sessions.open();
            session = open;
        }
        return open.resource();
    }

    private ResourceUnreachableException unreachable(String call, Exception failed) {
        close();
        return new ResourceUnreachableException("resource " + name + " did not answer " + call, failed);
    }

    @Override
    public void close() {
        XaSession open = session;
        session = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException alreadyBroken) {
                return; // it is being given up because it is broken, or for good
            }
        }
    }
}
