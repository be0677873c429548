package io.althing.canary;

import io.althing.registry.evidence.ComponentWealth;

/** The seven bet sizes, in standard deviations of the randomised difference, and their prior weights. */
final class Sizes {

    static final int COUNT = ComponentWealth.SIZE;

    private static final double SMALLEST = 0.0025;

    private Sizes() {}

    static double size(int j) {
        return SMALLEST * (1 << j);
    }

    static double[] weights() {
        double[] weights = new double[COUNT];
        for (int j = 0; j < COUNT; j++) {
            weights[j] = ComponentWealth.weight(j);
        }
        return weights;
    }
}
