package io.althing.canary;

import java.time.Instant;

/**
 * The start of a step.
 *
 * @param step
 *            its number
 * @param weight
 *            the share of traffic the router gives the canary, in hundredths of a per cent; 0 if it is not known. With a
 *            weight the bets are fair after every single request and the sample ratio is checked; without one they are fair
 *            at each look
 * @param at
 *            when
 */
public record StepStart(int step, int weight, Instant at) {

    /** Full traffic, in hundredths of a per cent. */
    public static final int FULL = 10_000;

    public StepStart {
        if (weight < 0 || weight > FULL) {
            throw new IllegalArgumentException(
                    "weight must lie between 0 and " + FULL + " hundredths of a per cent, was " + weight);
        }
    }
}
