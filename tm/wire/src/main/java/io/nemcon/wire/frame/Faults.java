package io.nemcon.wire.frame;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import java.io.IOException;
import javax.net.ssl.SSLException;

/** What went wrong on a channel, in words. */
public final class Faults {

    static final String TLS_ON_ONE_SIDE =
            "one side speaks TLS and the other plain text: configure certificates on both, or on neither";

    private Faults() {}

    /** One clause, without a name of the peer. */
    public static String describe(Throwable cause) {
        if (cause instanceof LinkFault fault) {
            return String.valueOf(fault.getMessage());
        }
        if (cause instanceof DecoderException && cause.getCause() != null) {
            return describe(cause.getCause());
        }
        if (cause instanceof NotSslRecordException) {
            return TLS_ON_ONE_SIDE;
        }
        if (cause instanceof SSLException) {
            return "TLS failed: " + innermost(cause).getMessage();
        }
        if (cause instanceof IOException) {
            return "connection lost: " + cause.getMessage();
        }
        return cause.toString();
    }

    /** Whether the peer was there and TLS could not be agreed on, rather than the network having failed. */
    public static boolean tlsRefused(Throwable cause) {
        return cause instanceof DecoderException && cause.getCause() instanceof SSLException;
    }

    /** Whether a last word to the peer could reach it. */
    public static boolean peerListens(Throwable cause) {
        return cause instanceof LinkFault fault && fault.peerListens();
    }

    /** Whether this is a defect of ours or of a service rather than of the connection. */
    public static boolean isDefect(Throwable cause) {
        return !(cause instanceof LinkFault || cause instanceof DecoderException || cause instanceof IOException);
    }

    private static Throwable innermost(Throwable cause) {
        Throwable inner = cause;
        while (inner.getCause() != null && inner.getCause().getMessage() != null) {
            inner = inner.getCause();
        }
        return inner;
    }
}
