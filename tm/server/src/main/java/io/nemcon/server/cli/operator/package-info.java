/**
 * The commands by which an operator sees and settles what agents can't decide: transactions, incidents, resources.
 *
 * <p>May import: {@code core}, {@code node}, {@code wire}, {@code server.cli}. Start reading at
 * {@link io.nemcon.server.cli.operator.TxCommand}; every command asks by {@link io.nemcon.server.cli.operator.GroupClient}.
 */
@NullMarked
package io.nemcon.server.cli.operator;

import org.jspecify.annotations.NullMarked;
