package io.althing.demo.traffic;

import io.althing.registry.Region;
import java.time.Instant;

/**
 * One inference request as its user saw it.
 *
 * @param sentAt when it was sent
 * @param answeredAt when its answer was complete
 * @param user who asked
 * @param digit the digit's place in the data file
 * @param version who answered; empty if the request failed
 * @param arm {@code stable}, {@code canary}, or empty
 * @param correct whether the digit was read right
 * @param failure why the request failed; empty if it did not
 */
public record Sample(Region region, Instant sentAt, Instant answeredAt, String user, int digit, String version,
        String arm, boolean correct, String failure) {
    /** Whether the user got no answer. */
    public boolean failed() {
        return !failure.isEmpty();
    }

    Sample failed(Instant now, String why) {
        return new Sample(region, sentAt, now, user, digit, "", "", false, why);
    }

    Sample answered(Instant now, String byVersion, String onArm, boolean right) {
        return new Sample(region, sentAt, now, user, digit, byVersion, onArm, right, "");
    }
}
