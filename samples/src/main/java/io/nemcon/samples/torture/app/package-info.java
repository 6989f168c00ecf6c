/**
 * The app of a torture run, a process of its own: transfers and appends over two databases, and the history it writes.
 *
 * <p>May import Nemcon as any application does, and {@code torture.history}. Start reading at
 * {@link io.nemcon.samples.torture.app.TortureApp}.
 */
@NullMarked
package io.nemcon.samples.torture.app;

import org.jspecify.annotations.NullMarked;
