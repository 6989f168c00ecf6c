/**
 * The client's port to a resource: one branch, driven through prepare, commit and rollback. Adapters implement it.
 *
 * <p>May import: {@code core}. Start reading at {@link io.nemcon.client.branch.Branch}.
 */
@NullMarked
package io.nemcon.client.branch;

import org.jspecify.annotations.NullMarked;
