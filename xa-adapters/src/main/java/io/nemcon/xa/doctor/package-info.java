/**
 * The doctor: tries out on a real database, through its adapter, what the commit protocol will ask of it.
 *
 * <p>May import: {@code core}, {@code client.branch}, {@code agent}, {@code xa.spi}, {@code xa.diagnosis}, HikariCP. Start
 * reading at {@link io.nemcon.xa.doctor.Doctor}.
 */
@NullMarked
package io.nemcon.xa.doctor;

import org.jspecify.annotations.NullMarked;
