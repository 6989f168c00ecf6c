package io.nemcon.core.protocol;

import io.nemcon.core.id.SessionId;

/**
 * Whose request this is, and what its session says along with it.
 *
 * @param session the session that sends
 * @param number counts up within the session from 1; 0 for requests that are idempotent by themselves and keep no result
 * @param acknowledged every result below this number has reached the client and may be dropped
 * @param watermark below this sequence the session will never send DECIDE(COMMIT), and nothing is unanswered
 */
public record RequestHeader(SessionId session, long number, long acknowledged, long watermark) {

    public static final long IDEMPOTENT = 0;
}
