package io.nemcon.client.jta;

import java.util.ArrayList;
import java.util.List;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/**
 * The XAResource objects that work for one branch, and where each one's association with it is (JTA 2.0, 3.4.4). One
 * thread at a time; {@link #has} from any.
 *
 * <pre>
 * (none)     -start, start(TMJOIN)->            WORKING
 * WORKING    -end(TMSUSPEND)->                  SUSPENDED
 * WORKING, SUSPENDED -end(TMSUCCESS, TMFAIL)->  ENDED
 * SUSPENDED  -start(TMRESUME)->                 WORKING
 * ENDED      -start(TMJOIN)->                   WORKING
 * </pre>
 */
final class XaAssociations {

    private enum State {
        WORKING,
        SUSPENDED,
        ENDED
    }

    private static final class Member {
        final XAResource resource;
        State state = State.WORKING;

        Member(XAResource resource) {
            this.resource = resource;
        }
    }

    /** A call of the driver. */
    interface XaCall {
        void run() throws XAException;
    }

    private final NemconXid xid;
    private volatile List<Member> members;

    private XaAssociations(NemconXid xid, XAResource first) {
        this.xid = xid;
        this.members = List.of(new Member(first));
    }

    /** Starts the branch. Its xid is never used for another one, also when this fails. */
    static XaAssociations start(XAResource first, NemconXid xid) throws XAException {
        call(() -> first.start(xid, XAResource.TMNOFLAGS));
        return new XaAssociations(xid, first);
    }

    /** Another object of the same resource manager works for the branch from now on. */
    void join(XAResource resource) throws XAException {
        call(() -> resource.start(xid, XAResource.TMJOIN));
        List<Member> more = new ArrayList<>(members);
        more.add(new Member(resource));
        members = List.copyOf(more);
    }

    boolean has(XAResource resource) {
        return find(resource) != null;
    }

    /** Enlisted again, after it was delisted or not. */
    void again(XAResource resource) throws XAException {
        Member member = find(resource);
        if (member == null) {
            throw new IllegalArgumentException(resource + " does not work for branch " + xid);
        }
        switch (member.state) {
            case WORKING -> {
                return;
            }
            case SUSPENDED -> call(() -> resource.start(xid, XAResource.TMRESUME));
            case ENDED -> call(() -> resource.start(xid, XAResource.TMJOIN));
        }
        member.state = State.WORKING;
    }

    /**
     * Ends or suspends the association; false if there is none to end, or if the driver can't suspend: then it works on.
     *
     * @param flag TMSUCCESS, TMFAIL or TMSUSPEND
     * @throws XAException if it is ended, and the branch can only roll back
     */
    boolean end(XAResource resource, int flag) throws XAException {
        Member member = find(resource);
        return member != null && end(member, flag);
    }

    private boolean end(Member member, int flag) throws XAException {
        boolean suspends = flag == XAResource.TMSUSPEND;
        if (member.state == State.ENDED || member.state == State.SUSPENDED && suspends) {
            return false;
        }
        try {
            call(() -> member.resource.end(xid, flag));
            member.state = suspends ? State.SUSPENDED : State.ENDED;
            return true;
        } catch (XAException failed) {
            if (suspends && isRefusal(failed)) {
                return false;
            }
            member.state = State.ENDED;
            throw failed;
        }
    }

    /** Many drivers have no TMSUSPEND and say so by one of these (PostgreSQL, MySQL, MariaDB). */
    private static boolean isRefusal(XAException failed) {
        return switch (failed.errorCode) {
            case XAException.XAER_INVAL, XAException.XAER_PROTO, XAException.XAER_RMERR -> true;
            default -> false;
        };
    }

    /** Ends what is not ended, all of it; the first failure, or null. */
    @Nullable
    XAException endAll(int flag) {
        XAException first = null;
        for (Member member : members) {
            try {
                end(member, flag);
            } catch (XAException failed) {
                first = first == null ? failed : first;
            }
        }
        return first;
    }

    private @Nullable Member find(XAResource resource) {
        for (Member member : members) {
            if (member.resource == resource) { // drivers are free in what they make of equals
                return member;
            }
        }
        return null;
    }

    /** What a driver throws beside XAException is taken for its XAER_RMERR. */
    static void call(XaCall call) throws XAException {
        try {
            call.run();
        } catch (RuntimeException broken) {
            throw XaCodes.of(broken);
        }
    }
}
