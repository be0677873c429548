package io.althing.registry;

import java.time.Instant;

/**
 * Time as the log knows it.
 *
 * @param time the greatest stamp so far: for audit and freeze windows
 * @param agreedMillis time that counts for deadlines: it passes only by ticks, at most twice as fast as they come
 */
public record Clock(Instant time, long agreedMillis) {
    /** Before anything happened. */
    public static Clock start() {
        return new Clock(Instant.EPOCH, 0);
    }
}
