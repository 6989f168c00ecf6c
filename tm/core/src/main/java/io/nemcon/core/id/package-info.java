/**
 * Identity (design section 3): groups, sessions, global transactions, branches, resources. Immutable values.
 *
 * <p>May import: {@code check}, {@code codec}. Start reading at {@link io.nemcon.core.id.Gtrid}.
 */
@NullMarked
package io.nemcon.core.id;

import org.jspecify.annotations.NullMarked;
