/**
 * The demo's two databases: started, asked for what is prepared in them, and stopped.
 *
 * <p>May import {@code demo.bank} and {@code demo.process}. Start reading at
 * {@link io.nemcon.samples.demo.database.Databases}.
 */
@NullMarked
package io.nemcon.samples.demo.database;

import org.jspecify.annotations.NullMarked;
