/**
 * What an examination of a database found, in words for a person.
 *
 * <p>May import: nothing of ours. Start reading at {@link io.nemcon.xa.diagnosis.Diagnosis}.
 */
@NullMarked
package io.nemcon.xa.diagnosis;

import org.jspecify.annotations.NullMarked;
