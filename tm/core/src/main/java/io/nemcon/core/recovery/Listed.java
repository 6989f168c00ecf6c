package io.nemcon.core.recovery;

import io.nemcon.core.id.BranchId;
import org.jspecify.annotations.Nullable;

/**
 * A prepared branch as a resource lists it.
 *
 * @param branch null if it is not of our shape: another transaction manager's
 * @param text the resource's own name for it
 * @param preparedAgoMs its age by the resource's own clock; 0 if the resource does not say
 */
public record Listed(@Nullable BranchId branch, String text, long preparedAgoMs) {}
