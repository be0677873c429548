package io.althing.chaos.bench;

import org.HdrHistogram.Histogram;

/**
 * What a load measured. Answers that came within the window are counted.
 *
 * @param answered requests answered with success
 * @param failed requests answered otherwise or lost, over the whole run
 * @param latencies of the answered ones, nanoseconds
 * @param serverCpu seconds used by the servers in the window
 * @param generatorCpu seconds used by this process in the window
 * @param serverBytes resident memory of the servers at the end
 */
record Measurement(double seconds, long answered, long failed, Histogram latencies, double serverCpu,
        double generatorCpu, long serverBytes) {
    double perSecond() {
        return answered / seconds;
    }

    double millisAt(double percentile) {
        return latencies.getValueAtPercentile(percentile) / 1e6;
    }

    double serverMicrosPerOperation() {
        return serverCpu / answered * 1e6;
    }

    double generatorMicrosPerOperation() {
        return generatorCpu / answered * 1e6;
    }
}
