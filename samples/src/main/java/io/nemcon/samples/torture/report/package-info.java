/**
 * What a person reads when a check failed: the story of a transaction, put together from the history, the databases, the faults and
 * the logs.
 *
 * <p>May import {@code torture}'s history, check and world. Start reading at
 * {@link io.nemcon.samples.torture.report.Stories}.
 */
@NullMarked
package io.nemcon.samples.torture.report;

import org.jspecify.annotations.NullMarked;
