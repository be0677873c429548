package io.althing.canary;

/**
 * Bets 1 + λ·Z on the randomised, centred difference of the arms, Z = sign·(A/ρ·(X − a) − ratio·(1−A)/(1−ρ)·(X − b) + a −
 * ratio·b) − shift. Without margin this is the growth-rate optimal bet on two proportions (Turner, Ly and Grünwald, arXiv
 * 2106.02693), and 1 + λZ for bounded means follows Waudby-Smith and Ramdas (arXiv 2010.09686).
 */
final class ContrastBet implements Bet {

    /** What the bet hopes for. */
    enum Aim {
        /** Harm beyond the margin. */
        HARM,
        /** Harm within the margin. */
        SAFETY
    }

    private static final double RESERVE = 0.95;

    private final Scale scale;
    private final Margin margin;
    private final Aim aim;

    ContrastBet(Scale scale, Margin margin, Aim aim) {
        this.scale = scale;
        this.margin = margin;
        this.aim = aim;
    }

    @Override
    public int components() {
        return Sizes.COUNT;
    }

    @Override
    public double[] logFactors(Cells look, Past past, double rho) {
        Payoff payoff = payoff(past, rho);
        double[] logs = new double[Sizes.COUNT];
        for (Arm arm : Arm.values()) {
            long[] counts = look.of(arm);
            for (int cell = 0; cell < counts.length; cell++) {
                if (counts[cell] > 0) {
                    double pays = payoff.of(arm, scale.value(cell));
                    for (int j = 0; j < logs.length; j++) {
                        logs[j] += counts[cell] * StrictMath.log1p(payoff.stake(j) * pays);
                    }
                }
            }
        }
        return logs;
    }

    /** What one observation pays per unit staked, and how much is staked. */
    Payoff payoff(Past past, double rho) {
        double stable = past.mean();
        double canary = aim == Aim.HARM
                ? Math.max(1e-9, Math.min(1 - 1e-9, margin.ratio() * stable + margin.sign() * margin.shift()))
                : stable;
        double deviation = StrictMath
                .sqrt(past.variance() / rho + margin.ratio() * margin.ratio() * past.variance() / (1 - rho));
        return new Payoff(margin, aim == Aim.HARM ? 1 : -1, rho, new double[]{canary, stable}, deviation);
    }

    /** The linear payoff of a look. */
    static final class Payoff {

        private final Margin margin;
        private final int side;
        private final double rho;
        private final double[] centre;
        private final double deviation;
        private final double largest;

        Payoff(Margin margin, int side, double rho, double[] centre, double deviation) {
            this.margin = margin;
            this.side = side;
            this.rho = rho;
            this.centre = centre;
            this.deviation = deviation;
            double worst = Math.min(Math.min(of(Arm.CANARY, 0), of(Arm.CANARY, 1)),
                    Math.min(of(Arm.STABLE, 0), of(Arm.STABLE, 1)));
            this.largest = worst < 0 ? RESERVE / -worst : 0;
        }

        double of(Arm arm, double x) {
            double weighted = arm == Arm.CANARY ? (x - centre[0]) / rho : -margin.ratio() * (x - centre[1]) / (1 - rho);
            return side * (margin.sign() * (weighted + centre[0] - margin.ratio() * centre[1]) - margin.shift());
        }

        double stake(int j) {
            return Math.min(Sizes.size(j) / deviation, largest);
        }
    }
}
