package io.althing.agent;

import java.time.Duration;
import java.time.Instant;

/**
 * A moment by both clocks.
 *
 * @param nanos monotonic: durations and freshness are measured by it
 * @param wall for people and reports
 */
public record AgentTime(long nanos, Instant wall) {
    /** How long ago a monotonic moment was. */
    Duration since(long earlier) {
        return Duration.ofNanos(nanos - earlier);
    }
}
