package io.althing.foresight;

import com.amazon.randomcutforest.RandomCutForest;
import java.util.ArrayList;
import java.util.List;

/**
 * Scores requests by how unusual they are among stable's past ones, all features together, with a random cut forest (Guha
 * et al., ICML 2016). The forest is frozen while a look is open and learns stable's requests only when the look closes; so the scores
 * of both arms are values of one fixed function, and the canary engine may compare them like any other metric: kind quantile,
 * bad increase, {@code rollbackBeyond} zero. Not thread-safe.
 */
public final class AnomalyWitness {
    private static final int TREES = 50;
    private static final int SAMPLES = 256;
    private static final int LEARNED_PER_LOOK = 128;

    private final RandomCutForest forest;
    private final int features;
    private final List<float[]> stable = new ArrayList<>();
    private long seen;

    /**
     * @param features numbers per request, at least 1
     * @param seed of the forest; the same seed and requests give the same scores
     */
    public AnomalyWitness(int features, long seed) {
        this.features = features;
        this.forest = RandomCutForest.builder().dimensions(features).numberOfTrees(TREES).sampleSize(SAMPLES)
                .randomSeed(seed).outputAfter(SAMPLES / 2).parallelExecutionEnabled(false).build();
    }

    /** Whether it has learned enough to score. */
    public boolean ready() {
        return forest.isOutputReady();
    }

    /**
     * How unusual a request is: about 1 for usual ones, more for others; 0 until ready.
     *
     * @throws IllegalArgumentException if the number of features is another
     */
    public double score(double[] request) {
        float[] point = point(request);
        return ready() ? forest.getAnomalyScore(point) : 0;
    }

    /** Notes one of stable's requests, to be learned when the look closes. At most 128 a look are kept, evenly. */
    public void stable(double[] request) {
        float[] point = point(request);
        seen++;
        if (stable.size() < LEARNED_PER_LOOK) {
            stable.add(point);
        } else if (seen % LEARNED_PER_LOOK == 0) {
            stable.set((int) (seen / LEARNED_PER_LOOK % LEARNED_PER_LOOK), point);
        }
    }

    /** Closes the look: learns what was noted. */
    public void closeLook() {
        stable.forEach(forest::update);
        stable.clear();
        seen = 0;
    }

    private float[] point(double[] request) {
        if (request.length != features) {
            throw new IllegalArgumentException("a request has " + features + " features, got " + request.length);
        }
        float[] point = new float[features];
        for (int i = 0; i < features; i++) {
            point[i] = (float) request[i];
        }
        return point;
    }
}
