package io.althing.foresight;

import com.amazon.randomcutforest.RandomCutForest;
import io.althing.canary.LookCounts;
import io.althing.canary.MetricCounts;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * How unusual a look is among the earlier looks of its rollout: a random cut forest over the canary-minus-stable differences of all metrics
 * in the last four looks, each in units of the look's own error. It learns a look only after scoring it. Differences, because what hits
 * both arms alike is no anomaly of the canary. For display: a rank among earlier looks is no evidence of harm. Not thread-safe.
 */
public final class LookForest {
    private static final int SHINGLE = 4;
    private static final int TREES = 50;
    private static final int FEWEST = 16;

    private final long seed;
    private final Deque<float[]> window = new ArrayDeque<>();
    private final List<Double> scores = new ArrayList<>();
    private List<RandomCutForest> forest = List.of();

    /**
     * Where the newest look stands.
     *
     * @param score about 1 for a usual look, more for others
     * @param share of the scored looks that were at least as unusual, itself included
     * @param looks how many were scored
     */
    public record Rank(double score, double share, int looks) {}

    /**
     * Nothing seen.
     *
     * @param seed of the forest
     */
    public LookForest(long seed) {
        this.seed = seed;
    }

    /** Takes in a look; ranks it once there are enough. */
    public Rank look(LookCounts look) {
        window.addLast(differences(look.metrics()));
        if (window.size() > SHINGLE) {
            window.removeFirst();
        }
        if (window.size() < SHINGLE) {
            return new Rank(0, 1, 0);
        }
        float[] point = joined();
        if (forest.isEmpty()) {
            forest = List.of(RandomCutForest.builder().dimensions(point.length).numberOfTrees(TREES).randomSeed(seed)
                    .outputAfter(FEWEST).parallelExecutionEnabled(false).build());
        }
        RandomCutForest trees = forest.get(0);
        Rank rank = trees.isOutputReady() ? rank(trees.getAnomalyScore(point)) : new Rank(0, 1, 0);
        trees.update(point);
        return rank;
    }

    private Rank rank(double score) {
        scores.add(score);
        long higher = scores.stream().filter(s -> s >= score).count();
        return new Rank(score, higher / (double) scores.size(), scores.size());
    }

    private static float[] differences(List<MetricCounts> metrics) {
        float[] differences = new float[metrics.size()];
        for (int m = 0; m < differences.length; m++) {
            differences[m] = (float) Features.difference(metrics.get(m).canary(), metrics.get(m).stable());
        }
        return differences;
    }

    private float[] joined() {
        int size = window.stream().mapToInt(part -> part.length).sum();
        float[] point = new float[size];
        int at = 0;
        for (float[] part : window) {
            System.arraycopy(part, 0, point, at, part.length);
            at += part.length;
        }
        return point;
    }
}
