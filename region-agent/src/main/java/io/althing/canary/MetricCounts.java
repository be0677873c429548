package io.althing.canary;

/**
 * What both arms showed for one metric.
 *
 * @param metric
 *            its name
 */
public record MetricCounts(String metric, ArmCounts canary, ArmCounts stable) {}
