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
 * @param routed
 *            the share by which arrivals are routed, for the check of the sample ratio; another than {@code weight} where what is
 *            counted is not what is routed, such as requests of users who come back; 0 if it is not known
 * @param at
 *            when
 */
public record StepStart(int step, int weight, int routed, Instant at) {

    /** Full traffic, in hundredths of a per cent. */
    public static final int FULL = 10_000;

    public StepStart {
        if (weight < 0 || weight > FULL || routed < 0 || routed > FULL) {
            throw new IllegalArgumentException("weight and routed must lie between 0 and " + FULL
                    + " hundredths of a per cent, were " + weight + " and " + routed);
        }
    }

    /** One in which what is counted is what is routed. */
    public StepStart(int step, int weight, Instant at) {
        this(step, weight, weight, at);
    }
}
