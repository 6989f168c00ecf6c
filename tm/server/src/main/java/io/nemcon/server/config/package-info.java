/**
 * A node's configuration: one properties file, environment and command line over it, checked in one place.
 *
 * <p>May import: {@code wire}. Start reading at {@link io.nemcon.server.config.NodeConfig}.
 */
@NullMarked
package io.nemcon.server.config;

import org.jspecify.annotations.NullMarked;
