package io.althing.canary;

import io.althing.registry.evidence.LogWealth;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.commons.math3.special.Gamma;

/**
 * Checks that traffic arrives in the declared proportion: a beta-binomial likelihood ratio against it, a fair bet after
 * every arrival (Lindon and Malek, arXiv 2011.03567). Steps with different weights multiply.
 */
final class SampleRatio {

    private static final double CONCENTRATION = 100;
    private static final long ENOUGH = 1000;

    private double finishedSteps;
    private double weight;
    private long canary;
    private long stable;

    void newStep(double declared) {
        finishedSteps += logStep();
        weight = declared;
        canary = 0;
        stable = 0;
    }

    void arrive(long toCanary, long toStable) {
        canary += toCanary;
        stable += toStable;
    }

    /** Evidence of a mismatch; none before a thousand arrivals in the step. */
    LogWealth evidence() {
        return LogWealth.of(finishedSteps + logStep());
    }

    long canary() {
        return canary;
    }

    long stable() {
        return stable;
    }

    private double logStep() {
        if (weight <= 0 || weight >= 1 || canary + stable < ENOUGH) {
            return 0;
        }
        double a = CONCENTRATION * weight;
        double b = CONCENTRATION * (1 - weight);
        return logBeta(a + canary, b + stable) - logBeta(a, b) - canary * StrictMath.log(weight)
                - stable * StrictMath.log1p(-weight);
    }

    private static double logBeta(double a, double b) {
        return Gamma.logGamma(a) + Gamma.logGamma(b) - Gamma.logGamma(a + b);
    }

    void save(DataOutput out) throws IOException {
        out.writeDouble(finishedSteps);
        out.writeDouble(weight);
        out.writeLong(canary);
        out.writeLong(stable);
    }

    void load(DataInput in) throws IOException {
        finishedSteps = in.readDouble();
        weight = in.readDouble();
        canary = in.readLong();
        stable = in.readLong();
    }
}
