/**
 * What a torture run does to whom, and when: data, drawn from a seed before anything starts.
 *
 * <p>May import the JDK alone. Start reading at {@link io.nemcon.samples.torture.plan.FaultPlan}.
 */
@NullMarked
package io.nemcon.samples.torture.plan;

import org.jspecify.annotations.NullMarked;
