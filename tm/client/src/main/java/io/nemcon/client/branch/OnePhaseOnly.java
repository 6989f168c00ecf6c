package io.nemcon.client.branch;

import javax.transaction.xa.XAResource;

/**
 * Marks an XAResource that can't prepare: it is enlisted alone and committed in one phase, and refused beside any other
 * branch. Its {@code commit} is called with {@code onePhase}, its {@code prepare} never.
 */
public interface OnePhaseOnly extends XAResource {}
