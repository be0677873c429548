package io.althing.canary;

import java.util.List;

/**
 * The counts of one look: all that another region needs to recompute the evidence.
 *
 * @param index
 *            number of the look over the whole rollout, from 1
 * @param step
 *            the step it belongs to
 * @param weight
 *            the declared share of traffic to the canary in hundredths of a per cent, or 0 if none was declared
 * @param metrics
 *            in the order of the settings; a metric whose look stayed open (one arm silent) has no counts here and more
 *            in a later look
 */
public record LookCounts(long index, int step, int weight, List<MetricCounts> metrics) {

    public LookCounts {
        metrics = List.copyOf(metrics);
    }
}
