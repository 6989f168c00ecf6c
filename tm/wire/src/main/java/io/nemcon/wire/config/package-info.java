/**
 * How every process of Nemcon is configured: one properties file, environment and command line over it, all faults told at once.
 *
 * <p>May import: {@code wire}. Start reading at {@link io.nemcon.wire.config.ConfigValues}.
 */
@NullMarked
package io.nemcon.wire.config;

import org.jspecify.annotations.NullMarked;
