package io.althing.canary;

import io.althing.canary.Tuning.Onset;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * A family of wealth processes, one per component, each starting at one and fair under the null. With late onset two thirds
 * of each stake enter at the first look, a share 1/(3i(i−1)) enters at look i, and the rest waits as cash, so harm that
 * begins late meets fresh money; the sum stays fair because what enters depends on nothing seen.
 */
final class EProcess {

    private static final double HELD_BACK = 1.0 / 3;

    private final Onset onset;
    private final double[] logStake;
    private long looks;

    EProcess(int components, Onset onset) {
        this.onset = onset;
        this.logStake = new double[components];
        Arrays.fill(logStake, Double.NEGATIVE_INFINITY);
    }

    /** Bets one look: the logarithms of its factors, one per component. */
    void bet(double[] logFactors) {
        looks++;
        double fresh = fresh(looks);
        for (int j = 0; j < logStake.length; j++) {
            logStake[j] = Logs.add(logStake[j], fresh) + logFactors[j];
        }
    }

    /** ln of each component's wealth, stakes and cash together. */
    double[] logWealth() {
        double[] wealth = new double[logStake.length];
        double cash = looks == 0 ? 0 : cashAfter(looks);
        for (int j = 0; j < wealth.length; j++) {
            wealth[j] = Logs.add(logStake[j], cash);
        }
        return wealth;
    }

    /** ln of what is staked in the look now open. */
    double[] openStakes() {
        double fresh = fresh(looks + 1);
        double[] stakes = new double[logStake.length];
        for (int j = 0; j < stakes.length; j++) {
            stakes[j] = Logs.add(logStake[j], fresh);
        }
        return stakes;
    }

    /** ln of what is not staked in the look now open. */
    double openCash() {
        return cashAfter(looks + 1);
    }

    private double cashAfter(long look) {
        return switch (onset) {
            case ANY_TIME -> StrictMath.log(HELD_BACK / look);
            case AT_ONCE -> Double.NEGATIVE_INFINITY;
        };
    }

    private double fresh(long look) {
        return switch (onset) {
            case ANY_TIME ->
                look == 1 ? StrictMath.log(1 - HELD_BACK) : StrictMath.log(HELD_BACK / ((double) look * (look - 1)));
            case AT_ONCE -> look == 1 ? 0 : Double.NEGATIVE_INFINITY;
        };
    }

    void save(DataOutput out) throws IOException {
        out.writeLong(looks);
        for (double log : logStake) {
            out.writeDouble(log);
        }
    }

    void load(DataInput in) throws IOException {
        looks = in.readLong();
        for (int j = 0; j < logStake.length; j++) {
            logStake[j] = in.readDouble();
        }
    }
}
