package io.althing.canary;

import java.util.Optional;

/** The ratio of the arms' quantiles with an interval that covers at all looks of the step together; exact, by inverting the bets. */
final class QuantileEffect {

    private static final double BOUND = -StrictMath.log(0.05 / 4);

    private final double quantile;
    private final QuantileBets bets;
    private final Scale scale;

    QuantileEffect(double quantile, Scale scale) {
        this.quantile = quantile;
        this.bets = new QuantileBets(quantile);
        this.scale = scale;
    }

    Optional<Effect> effect(Cells cells) {
        if (!cells.bothArms()) {
            return Optional.empty();
        }
        QuantileNull.Above canary = new QuantileNull.Above(cells, Arm.CANARY, scale);
        QuantileNull.Above stable = new QuantileNull.Above(cells, Arm.STABLE, scale);
        double estimate = at(canary) / at(stable);
        return Optional.of(Effect.between(estimate, low(canary) / high(stable), high(canary) / low(stable)));
    }

    private double at(QuantileNull.Above above) {
        int cell = above.first();
        while (cell < above.last() && above.count(scale.value(cell + 1)) > (1 - quantile) * above.n()) {
            cell++;
        }
        return scale.value(cell);
    }

    private double low(QuantileNull.Above above) {
        int cell = above.first();
        while (cell < above.last() && bets.more(above.count(scale.value(cell + 1)), above.n()) >= BOUND) {
            cell++;
        }
        return scale.value(cell);
    }

    private double high(QuantileNull.Above above) {
        int cell = Math.min(above.last() + 1, scale.cells() - 1);
        if (bets.less(0, above.n()) < BOUND) {
            return scale.value(scale.cells() - 1);
        }
        while (cell > above.first() && bets.less(above.count(scale.value(cell - 1)), above.n()) >= BOUND) {
            cell--;
        }
        return scale.value(cell);
    }
}
