package io.althing.serving;

import io.althing.registry.Region;
import java.time.Duration;

/**
 * How a gateway behaves.
 *
 * @param region the region it serves, sent in header {@code Althing-Region}
 * @param address where it listens
 * @param patience how long requests may take
 * @param breaker when a failing candidate is left alone
 * @param limits how much it takes on
 */
public record GatewaySettings(Region region, Address address, Patience patience, Breaker.Settings breaker,
        Limits limits) {
    /** Where to listen; port 0 picks a free one. */
    public record Address(String host, int port) {}

    /**
     * How long requests may take.
     *
     * @param deadline for the whole request; then the caller gets 504
     * @param candidate for a candidate; then stable answers within what is left of the deadline
     */
    public record Patience(Duration deadline, Duration candidate) {
        /** @throws IllegalArgumentException if nothing is left for stable */
        public Patience {
            if (candidate.isNegative() || candidate.isZero() || candidate.compareTo(deadline) >= 0) {
                throw new IllegalArgumentException("the candidate's time (" + candidate
                        + ") must be above 0 and below the deadline (" + deadline
                        + "), so that stable can still answer");
            }
        }
    }

    /**
     * How much it takes on.
     *
     * @param eventLoops threads that read and write connections
     * @param threadsPerVersion threads that ask one version
     * @param queuePerVersion requests that may wait for one version; more get 503, or stable's answer
     * @param bodyBytes the longest request body; longer ones get 413
     */
    public record Limits(int eventLoops, int threadsPerVersion, int queuePerVersion, int bodyBytes) {}

    /** What fits most: 2 s in all of which a candidate gets half, as many threads as processors, 128 waiting, 4 MiB. */
    public static GatewaySettings standard(Region region, Address address) {
        int processors = Runtime.getRuntime().availableProcessors();
        return new GatewaySettings(region, address, new Patience(Duration.ofSeconds(2), Duration.ofSeconds(1)),
                new Breaker.Settings(5, Duration.ofSeconds(5)), new Limits(processors, processors, 128, 4 << 20));
    }
}
