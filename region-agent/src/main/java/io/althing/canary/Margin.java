package io.althing.canary;

import io.althing.canary.Boundary.Absolute;
import io.althing.canary.Boundary.OddsRatio;
import io.althing.canary.Boundary.Ratio;
import io.althing.canary.Boundary.Relative;

/**
 * A boundary as one linear contrast of the two arms' means: sign·(canary − ratio·stable) − shift. It is above zero exactly
 * when the harm exceeds the boundary.
 *
 * @param sign
 *            1 if more is worse, −1 if less is worse
 * @param ratio
 *            what stable's mean is multiplied by
 * @param shift
 *            the tolerated difference, in units of the metric's grid
 */
record Margin(int sign, double ratio, double shift) {

    static Margin of(Boundary boundary, Direction bad, double cap) {
        int sign = bad == Direction.INCREASE ? 1 : -1;
        return switch (boundary) {
            case Absolute a -> new Margin(sign, 1, a.value().doubleValue() / cap);
            case Relative r -> new Margin(sign, 1 + sign * r.value().doubleValue(), 0);
            case Ratio r -> new Margin(sign, r.value().doubleValue(), 0);
            case OddsRatio o -> throw new IllegalArgumentException(
                    "an odds ratio of " + o.value().toPlainString() + " is not a linear contrast");
        };
    }
}
