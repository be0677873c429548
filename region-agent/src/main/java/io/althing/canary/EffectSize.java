package io.althing.canary;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

/**
 * The difference of the arms' means, stratified by look with Mantel–Haenszel weights, and its confidence sequence.
 */
final class EffectSize {

    private static final double ALPHA = 0.05;

    private double weightSum;
    private double differenceSum;
    private double canarySpread;
    private double stableSpread;

    void close(Cells look, Scale scale) {
        double canary = look.total(Arm.CANARY);
        double stable = look.total(Arm.STABLE);
        double weight = canary * stable / (canary + stable);
        weightSum += weight;
        differenceSum += weight * (mean(look.of(Arm.CANARY), scale) - mean(look.of(Arm.STABLE), scale));
        canarySpread += weight * weight / canary;
        stableSpread += weight * weight / stable;
    }

    /**
     * @param totals
     *            all counts so far, for the variances
     * @param planned
     *            the difference the interval is to be narrowest for, in grid units
     */
    Optional<Effect> effect(Cells totals, Scale scale, double planned) {
        if (weightSum == 0) {
            return Optional.empty();
        }
        double estimate = differenceSum / weightSum;
        double variance = (variance(totals, Arm.CANARY, scale) * canarySpread
                + variance(totals, Arm.STABLE, scale) * stableSpread) / (weightSum * weightSum);
        double information = 1 / variance;
        double bound = 2 * StrictMath.log(1 / ALPHA);
        double tuned = bound / (planned * planned) / (bound + StrictMath.log1p(bound));
        double halfWidth = StrictMath
                .sqrt((information + tuned) * (StrictMath.log((information + tuned) / tuned) + bound)) / information;
        double unit = scale instanceof Scale.Linear linear ? linear.high() - linear.low() : 1;
        return Optional.of(Effect.of(estimate * unit, halfWidth * unit));
    }

    private static double mean(long[] counts, Scale scale) {
        double sum = 0;
        double n = 0;
        for (int i = 0; i < counts.length; i++) {
            sum += counts[i] * scale.value(i);
            n += counts[i];
        }
        return sum / n;
    }

    private static double variance(Cells totals, Arm arm, Scale scale) {
        Cells one = new Cells(totals.size());
        long[] counts = totals.of(arm);
        for (int i = 0; i < counts.length; i++) {
            one.add(arm, i, counts[i]);
        }
        return Past.of(one, scale).variance();
    }

    void save(DataOutput out) throws IOException {
        out.writeDouble(weightSum);
        out.writeDouble(differenceSum);
        out.writeDouble(canarySpread);
        out.writeDouble(stableSpread);
    }

    void load(DataInput in) throws IOException {
        weightSum = in.readDouble();
        differenceSum = in.readDouble();
        canarySpread = in.readDouble();
        stableSpread = in.readDouble();
    }
}
