package io.althing.canary;

import io.althing.canary.Boundary.Absolute;
import io.althing.canary.Boundary.OddsRatio;
import io.althing.canary.Boundary.Relative;
import io.althing.canary.ContrastBet.Aim;
import io.althing.canary.Tuning.Onset;
import io.althing.canary.Tuning.RateBet;
import java.util.List;
import java.util.Optional;

/** Chooses the strands that test a metric's boundaries. */
final class Braids {

    private static final double SLO_WEIGHT = 0.25;

    private Braids() {}

    static Scale scale(MetricKind kind) {
        return switch (kind) {
            case MetricKind.Rate r -> new Scale.Binary();
            case MetricKind.Mean m -> new Scale.Linear(0, m.cap().doubleValue());
            case MetricKind.Quantile q -> new Scale.Logarithmic();
            case MetricKind.Distribution d -> new Scale.Linear(d.low().doubleValue(), d.high().doubleValue());
        };
    }

    static Braid rollback(MetricSettings metric, Tuning tuning) {
        Strand contrast = strand(metric, metric.limits().rollbackBeyond(), tuning, Aim.HARM);
        if (metric.limits().slo().isEmpty()) {
            return new Braid(List.of(contrast), 1);
        }
        Strand slo = new BetStrand(new SloBet(metric.limits().slo().get().doubleValue(), metric.bad()), tuning.onset());
        return new Braid(List.of(contrast, slo), 1 - SLO_WEIGHT, SLO_WEIGHT);
    }

    static Optional<Braid> promote(MetricSettings metric, Tuning tuning) {
        return metric.limits().promoteWithin()
                .map(boundary -> new Braid(List.of(strand(metric, boundary, tuning, Aim.SAFETY)), 1));
    }

    private static Strand strand(MetricSettings metric, Boundary boundary, Tuning tuning, Aim aim) {
        Onset onset = aim == Aim.HARM ? tuning.onset() : Onset.AT_ONCE;
        return switch (metric.kind()) {
            case MetricKind.Rate r -> new BetStrand(bet(metric, boundary, tuning, aim), onset);
            case MetricKind.Mean m -> new BetStrand(bet(metric, boundary, tuning, aim), onset);
            case MetricKind.Quantile q -> quantile(metric, boundary, q.quantile().doubleValue(), aim, onset);
            case MetricKind.Distribution d -> WitnessStrand.changed(scale(d), onset);
        };
    }

    private static Strand quantile(MetricSettings metric, Boundary boundary, double quantile, Aim aim, Onset onset) {
        Scale scale = scale(metric.kind());
        Margin margin = Margin.of(boundary, metric.bad(), 1);
        if (aim == Aim.HARM && none(boundary)) {
            return WitnessStrand.worse(scale, margin, onset);
        }
        boolean above = aim == Aim.HARM == (metric.bad() == Direction.INCREASE);
        return new QuantileStrand(new QuantileNull(quantile, scale, margin.ratio(),
                above ? QuantileNull.Side.ABOVE : QuantileNull.Side.BELOW), scale);
    }

    private static boolean none(Boundary boundary) {
        return (boundary instanceof Absolute a && a.value().signum() == 0)
                || (boundary instanceof Relative r && r.value().signum() == 0);
    }

    private static Bet bet(MetricSettings metric, Boundary boundary, Tuning tuning, Aim aim) {
        if (boundary instanceof OddsRatio odds) {
            return cmh(odds.value().doubleValue(), metric.bad(), aim);
        }
        if (none(boundary) && metric.kind() instanceof MetricKind.Rate && tuning.rateBet() == RateBet.CMH) {
            return cmh(1, metric.bad(), aim);
        }
        double cap = metric.kind() instanceof MetricKind.Mean mean ? mean.cap().doubleValue() : 1;
        return new ContrastBet(scale(metric.kind()), Margin.of(boundary, metric.bad(), cap), aim);
    }

    private static Bet cmh(double odds, Direction bad, Aim aim) {
        return aim == Aim.HARM ? CmhBet.harm(odds, bad) : CmhBet.safety(odds, bad);
    }
}
