package io.althing.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import io.althing.telemetry.ArmWindow.LatencyCount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Turns the growth of cumulative histogram buckets into counts per bucket. */
final class Buckets {
    private static final double MICROS = 1e6;

    private Buckets() {}

    /** Each value counts at its bucket's upper edge; those above the last finite edge at twice that edge. */
    static List<LatencyCount> counts(Map<JsonNode, Double> growth) {
        TreeMap<Double, Double> cumulative = new TreeMap<>();
        growth.forEach((series, grown) -> cumulative.merge(edge(series), grown, Double::sum));
        List<LatencyCount> counts = new ArrayList<>();
        double below = 0;
        double finite = 0;
        for (Map.Entry<Double, Double> bucket : cumulative.entrySet()) {
            long count = Math.round(bucket.getValue() - below);
            double upper = Double.isInfinite(bucket.getKey()) ? 2 * finite : bucket.getKey();
            if (count > 0) {
                counts.add(new LatencyCount(Math.round(upper * MICROS), count));
            }
            below = Math.max(below, bucket.getValue());
            finite = upper;
        }
        return counts;
    }

    private static double edge(JsonNode series) {
        String le = series.path("le").asText("+Inf");
        return "+Inf".equals(le) ? Double.POSITIVE_INFINITY : Double.parseDouble(le);
    }
}
