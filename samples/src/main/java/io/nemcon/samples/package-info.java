/**
 * The command line, {@code nemcon}: one root command over the subcommands that other packages bring.
 *
 * <p>May import every module. Start reading at {@link io.nemcon.samples.NemconCommand}.
 */
@NullMarked
package io.nemcon.samples;

import org.jspecify.annotations.NullMarked;
