package io.althing.canary;

import io.althing.canary.Boundary.Absolute;
import io.althing.canary.Boundary.OddsRatio;
import io.althing.canary.ContrastBet.Aim;
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
            case MetricKind.Mean m -> new Scale.Linear(m.cap().doubleValue());
            case MetricKind.Quantile q -> new Scale.Logarithmic();
        };
    }

    static Braid rollback(MetricSettings metric, Tuning tuning) {
        Strand contrast = new BetStrand(bet(metric, metric.limits().rollbackBeyond(), tuning, Aim.HARM),
                tuning.onset());
        if (metric.limits().slo().isEmpty()) {
            return new Braid(List.of(contrast), 1);
        }
        Strand slo = new BetStrand(new SloBet(metric.limits().slo().get().doubleValue(), metric.bad()), tuning.onset());
        return new Braid(List.of(contrast, slo), 1 - SLO_WEIGHT, SLO_WEIGHT);
    }

    static Optional<Braid> promote(MetricSettings metric, Tuning tuning) {
        return metric.limits().promoteWithin()
                .map(boundary -> new Braid(
                        List.of(new BetStrand(bet(metric, boundary, tuning, Aim.SAFETY), Tuning.Onset.AT_ONCE)), 1));
    }

    private static Bet bet(MetricSettings metric, Boundary boundary, Tuning tuning, Aim aim) {
        if (boundary instanceof OddsRatio odds) {
            return cmh(odds.value().doubleValue(), metric.bad(), aim);
        }
        boolean none = boundary instanceof Absolute absolute && absolute.value().signum() == 0;
        if (none && metric.kind() instanceof MetricKind.Rate && tuning.rateBet() == RateBet.CMH) {
            return cmh(1, metric.bad(), aim);
        }
        double cap = metric.kind() instanceof MetricKind.Mean mean ? mean.cap().doubleValue() : 1;
        return new ContrastBet(scale(metric.kind()), Margin.of(boundary, metric.bad(), cap), aim);
    }

    private static Bet cmh(double odds, Direction bad, Aim aim) {
        return aim == Aim.HARM ? CmhBet.harm(odds, bad) : CmhBet.safety(odds, bad);
    }
}
