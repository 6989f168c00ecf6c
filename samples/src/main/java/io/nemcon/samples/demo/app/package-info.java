/**
 * The demo's app: a process that moves money between the two databases and notes what it was told.
 *
 * <p>May import Nemcon's client and data source, as any app would, and {@code demo.bank}. Start reading at
 * {@link io.nemcon.samples.demo.app.TransferApp}.
 */
@NullMarked
package io.nemcon.samples.demo.app;

import org.jspecify.annotations.NullMarked;
