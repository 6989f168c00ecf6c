package io.nemcon.xa.xaresource;

import io.nemcon.core.id.BranchId;

/** Where a resource is asked which branches are prepared, on another connection than the branch's own. */
public interface PreparedList {

    /**
     * Whether this branch is prepared and unfinished.
     *
     * @throws UnreadableException if the resource did not say
     */
    boolean contains(BranchId branch) throws UnreadableException;

    /** The list could not be read; nothing follows from that. */
    final class UnreadableException extends Exception {

        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }

        public UnreadableException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
