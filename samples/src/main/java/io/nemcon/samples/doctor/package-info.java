/**
 * {@code nemcon doctor}: examines one database from the command line.
 *
 * <p>May import: {@code xa}, {@code core.id}, picocli, Jackson. Start reading at
 * {@link io.nemcon.samples.doctor.DoctorCommand}.
 */
@NullMarked
package io.nemcon.samples.doctor;

import org.jspecify.annotations.NullMarked;
