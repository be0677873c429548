package io.althing.chaos.canary;

import java.math.BigDecimal;
import java.math.MathContext;
import org.apache.commons.math3.distribution.BetaDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;

/** Small statistics of the benchmark. */
final class Numbers {

    private Numbers() {}

    /** Four significant digits, no exponent. */
    static String plain(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return "n/a";
        }
        return new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros().toPlainString();
    }

    /** Upper end of the one-sided 95 % Clopper–Pearson interval of a proportion. */
    static double upperBound(long hits, long n) {
        return hits >= n ? 1 : new BetaDistribution(null, hits + 1.0, n - hits).inverseCumulativeProbability(0.95);
    }

    /** Canary samples a fixed one-sided z-test of two proportions needs, with 19 stable samples to one of the canary. */
    static double fixedSize(double stable, double canary, double alpha, double power) {
        NormalDistribution normal = new NormalDistribution();
        double za = normal.inverseCumulativeProbability(1 - alpha);
        double zb = normal.inverseCumulativeProbability(power);
        double pooled = (canary + 19 * stable) / 20;
        double root = za * Math.sqrt(pooled * (1 - pooled) * (1 + 1.0 / 19))
                + zb * Math.sqrt(canary * (1 - canary) + stable * (1 - stable) / 19);
        return root * root / ((canary - stable) * (canary - stable));
    }
}
