/**
 * The commands of a node: run one, ask nodes how they are.
 *
 * <p>May import: {@code node}, {@code wire}, {@code server}, {@code server.config}. Start reading at
 * {@link io.nemcon.server.cli.ServerCommand}.
 */
@NullMarked
package io.nemcon.server.cli;

import org.jspecify.annotations.NullMarked;
