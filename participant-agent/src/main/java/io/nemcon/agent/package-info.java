/**
 * Recovery beside a database: carries out the group's decisions for branches whose owner is gone or late, and rolls back
 * those of ended sessions. Branches that are not ours are never touched.
 *
 * <p>May import: {@code core}, {@code node}, {@code client}. Start reading at {@link io.nemcon.agent.ParticipantAgent}.
 */
@NullMarked
package io.nemcon.agent;

import org.jspecify.annotations.NullMarked;
