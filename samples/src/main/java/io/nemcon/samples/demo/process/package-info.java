/**
 * The demo's processes: TM nodes and apps, started, watched, killed by process id, and never left behind.
 *
 * <p>May import the JDK and the TM's public command line. Start reading at {@link io.nemcon.samples.demo.process.ChildProcess}.
 */
@NullMarked
package io.nemcon.samples.demo.process;

import org.jspecify.annotations.NullMarked;
