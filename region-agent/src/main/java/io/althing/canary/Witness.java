package io.althing.canary;

/** A function of a value, learned from stable's past and frozen for a look, whose mean is compared between the arms. */
sealed interface Witness {

    /** Bins a witness's range is cut into when looks are evaluated. */
    int BINS = 64;

    /**
     * @param rank
     *            the value's mid-rank among stable's past values, in [0, 1]
     * @return the witness, in [0, 1]
     */
    double of(double rank);

    /** What past values of stable say about mean and variance of the witness. */
    Past guess(Ranks ranks);

    /**
     * Whether the value exceeds a quantile of stable's past.
     *
     * @param quantile
     *            which
     */
    record Exceeds(double quantile) implements Witness {
        @Override
        public double of(double rank) {
            return rank > quantile ? 1 : 0;
        }

        @Override
        public Past guess(Ranks ranks) {
            double mean = (ranks.countAbove(quantile) + 0.5) / (ranks.n() + 1.0);
            return new Past(ranks.n(), mean, mean * (1 - mean));
        }
    }

    /** The rank itself: sensitive to shifts of the whole distribution. */
    record Rank() implements Witness {
        @Override
        public double of(double rank) {
            return rank;
        }

        @Override
        public Past guess(Ranks ranks) {
            return new Past(ranks.n(), 0.5, 1.0 / 12);
        }
    }

    /** The rank's distance from the middle: sensitive to spread. */
    record Folded() implements Witness {
        @Override
        public double of(double rank) {
            return Math.abs(2 * rank - 1);
        }

        @Override
        public Past guess(Ranks ranks) {
            return new Past(ranks.n(), 0.5, 1.0 / 12);
        }
    }
}
