package io.nemcon.client.jta;

import java.sql.SQLException;
import javax.transaction.xa.XAException;

/** What an XA error code says, and how far it is to be believed (knowledge of drivers, 5.9). */
final class XaCodes {

    private XaCodes() {}

    /** What a driver throws against its contract tells as little as XAER_RMERR. */
    static XAException of(RuntimeException broken) {
        XAException failed = new XAException(XAException.XAER_RMERR);
        failed.initCause(broken);
        return failed;
    }

    /** XA_RB*: the resource says that it has rolled back. */
    static boolean isRollback(XAException failed) {
        return failed.errorCode >= XAException.XA_RBBASE && failed.errorCode <= XAException.XA_RBEND;
    }

    /**
     * Whether a one-phase commit surely did not happen: the resource said so by XA_RB*, or the database by a SQLSTATE of
     * integrity violation (23) or transaction rollback (40), except 40003, which says that it does not know.
     */
    static boolean refusedCommit(XAException failed) {
        if (isRollback(failed)) {
            return true;
        }
        for (Throwable cause = failed.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                String state = sql.getSQLState();
                return state.startsWith("23") || state.startsWith("40") && !state.equals("40003");
            }
        }
        return false;
    }

    /** The code and what the driver says. */
    static String inWords(String call, XAException failed) {
        StringBuilder words = new StringBuilder(call + " failed with " + name(failed.errorCode));
        Throwable said = failed;
        if (failed.getMessage() == null && failed.getCause() != null) {
            said = failed.getCause();
        }
        if (said.getMessage() != null) {
            words.append(" (").append(said.getMessage()).append(')');
        }
        return words.toString();
    }

    private static String name(int code) {
        return switch (code) {
            case XAException.XAER_ASYNC -> "XAER_ASYNC";
            case XAException.XAER_RMERR -> "XAER_RMERR";
            case XAException.XAER_NOTA -> "XAER_NOTA";
            case XAException.XAER_INVAL -> "XAER_INVAL";
            case XAException.XAER_PROTO -> "XAER_PROTO";
            case XAException.XAER_RMFAIL -> "XAER_RMFAIL";
            case XAException.XAER_DUPID -> "XAER_DUPID";
            case XAException.XAER_OUTSIDE -> "XAER_OUTSIDE";
            case XAException.XA_HEURHAZ -> "XA_HEURHAZ";
            case XAException.XA_HEURCOM -> "XA_HEURCOM";
            case XAException.XA_HEURRB -> "XA_HEURRB";
            case XAException.XA_HEURMIX -> "XA_HEURMIX";
            case XAException.XA_RETRY -> "XA_RETRY";
            case XAException.XA_RBROLLBACK -> "XA_RBROLLBACK";
            case XAException.XA_RBCOMMFAIL -> "XA_RBCOMMFAIL";
            case XAException.XA_RBDEADLOCK -> "XA_RBDEADLOCK";
            case XAException.XA_RBINTEGRITY -> "XA_RBINTEGRITY";
            case XAException.XA_RBOTHER -> "XA_RBOTHER";
            case XAException.XA_RBPROTO -> "XA_RBPROTO";
            case XAException.XA_RBTIMEOUT -> "XA_RBTIMEOUT";
            case XAException.XA_RBTRANSIENT -> "XA_RBTRANSIENT";
            default -> "unknown code " + code;
        };
    }
}
