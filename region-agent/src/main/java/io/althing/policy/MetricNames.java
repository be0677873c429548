package io.althing.policy;

import io.althing.registry.MetricRule;

/**
 * Where a metric's numbers come from, by its name: {@code error_rate} from requests, {@code accuracy} from labels, names that begin with
 * {@code latency} from latencies. Any other name is a business metric, whose values are sent in under that name.
 */
public final class MetricNames {
    private static final String ERRORS = "error_rate";
    private static final String ACCURACY = "accuracy";
    private static final String LATENCY = "latency";

    private MetricNames() {}

    /** What a metric is counted from. */
    public enum Source {
        REQUESTS, LABELS, LATENCIES, BUSINESS
    }

    /** The source of a metric. */
    public static Source source(MetricRule metric) {
        if (metric.name().startsWith(LATENCY)) {
            return Source.LATENCIES;
        }
        return switch (metric.name()) {
            case ERRORS -> Source.REQUESTS;
            case ACCURACY -> Source.LABELS;
            default -> Source.BUSINESS;
        };
    }

    /** Whether the metric is known as soon as the request is answered, whatever the policy says. */
    static boolean atOnce(MetricRule metric) {
        Source source = source(metric);
        return source == Source.REQUESTS || source == Source.LATENCIES;
    }
}
