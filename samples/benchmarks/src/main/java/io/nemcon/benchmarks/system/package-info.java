/**
 * The systems side by side: each opens as its makers say is best, and gives every thread a loop of its own.
 *
 * <p>May import Nemcon's client and data source, and its peers; nobody else here may import a peer. Start reading at
 * {@link io.nemcon.benchmarks.system.SystemUnderTest}.
 */
@NullMarked
package io.nemcon.benchmarks.system;

import org.jspecify.annotations.NullMarked;
