package io.nemcon.core.protocol;

/** A branch's answer to prepare (XA 3.3, xa_prepare). */
public enum Vote {
    YES,
    NO,
    /** Wrote nothing, is already ended and takes no part in phase two. */
    READ_ONLY
}
