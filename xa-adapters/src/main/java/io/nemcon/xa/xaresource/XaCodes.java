package io.nemcon.xa.xaresource;

import javax.transaction.xa.XAException;

/** What an XA error code says (XA 3.3, chapter 3), and its name for messages. */
final class XaCodes {

    private XaCodes() {}

    /** One of the XA_RB codes: the branch was rolled back, says the resource. */
    static boolean isRolledBack(XAException error) {
        return error.errorCode >= XAException.XA_RBBASE && error.errorCode <= XAException.XA_RBEND;
    }

    /** The code by name, and what the driver says besides. */
    static String words(XAException error) {
        Throwable cause = error.getCause();
        String text = cause != null && cause.getMessage() != null ? cause.getMessage() : error.getMessage();
        return name(error.errorCode) + (text == null ? "" : ": " + text);
    }

    private static String name(int code) {
        return switch (code) {
            case XAException.XA_HEURCOM -> "XA_HEURCOM";
            case XAException.XA_HEURHAZ -> "XA_HEURHAZ";
            case XAException.XA_HEURMIX -> "XA_HEURMIX";
            case XAException.XA_HEURRB -> "XA_HEURRB";
            case XAException.XA_RBDEADLOCK -> "XA_RBDEADLOCK";
            case XAException.XA_RBINTEGRITY -> "XA_RBINTEGRITY";
            case XAException.XA_RBROLLBACK -> "XA_RBROLLBACK";
            case XAException.XA_RBTIMEOUT -> "XA_RBTIMEOUT";
            case XAException.XA_RETRY -> "XA_RETRY";
            case XAException.XAER_DUPID -> "XAER_DUPID";
            case XAException.XAER_INVAL -> "XAER_INVAL";
            case XAException.XAER_NOTA -> "XAER_NOTA";
            case XAException.XAER_OUTSIDE -> "XAER_OUTSIDE";
            case XAException.XAER_PROTO -> "XAER_PROTO";
            case XAException.XAER_RMERR -> "XAER_RMERR";
            case XAException.XAER_RMFAIL -> "XAER_RMFAIL";
            default -> "XA error " + code;
        };
    }
}
