package io.althing.canary;

/** Bets that the canary by itself is worse than a fixed rate. Stable plays no part. */
final class SloBet implements Bet {

    private static final double SIZE = 8;

    private final double limit;
    private final int badCell;

    SloBet(double slo, Direction bad) {
        double harmful = bad == Direction.INCREASE ? slo : 1 - slo;
        this.limit = Math.max(1e-6, Math.min(1 - 1e-6, harmful));
        this.badCell = bad == Direction.INCREASE ? 1 : 0;
    }

    @Override
    public int components() {
        return Sizes.COUNT;
    }

    @Override
    public double[] logFactors(Cells look, Past past, double rho) {
        long n = look.total(Arm.CANARY);
        long bad = look.of(Arm.CANARY)[badCell];
        double[] logs = new double[Sizes.COUNT];
        for (int j = 0; j < logs.length; j++) {
            double excess = Math.min(SIZE * Sizes.size(j) * StrictMath.sqrt(limit * (1 - limit)), 0.95 * (1 - limit));
            logs[j] = bad * StrictMath.log1p(excess / limit) + (n - bad) * StrictMath.log1p(-excess / (1 - limit));
        }
        return logs;
    }
}
