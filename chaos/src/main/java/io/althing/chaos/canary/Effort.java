package io.althing.chaos.canary;

/**
 * How much to simulate.
 *
 * @param streams
 *            streams per false-alarm scenario
 * @param requests
 *            requests per such stream
 * @param detections
 *            streams per detection scenario
 * @param seed
 *            of all randomness
 */
record Effort(int streams, int requests, int detections, long seed) {

    /** Seconds. */
    static final Effort QUICK = new Effort(400, 20_000, 200, 20261124);

    /** Minutes to hours. */
    static final Effort FULL = new Effort(10_000, 20_000, 20_000, 20261124);
}
