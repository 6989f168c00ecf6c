package io.nemcon.benchmarks.system;

import javax.transaction.xa.XAResource;

/** A loop whose XA resources a transaction manager may want to know before they are enlisted. */
interface TwoBranches extends TransactionLoop {

    XAResource firstResource();

    XAResource secondResource();
}
