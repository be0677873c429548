package io.althing.canary;

import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * Counts one rate and shows its rollback evidence after every single request. In a step with a declared weight, and with
 * GRO bets without an objective, that evidence is fair at each request; otherwise it moves only when a look closes. Shares the
 * thread of its analysis.
 */
public final class RateCounter {

    private static final long STALE = -1;

    private final MetricProcess process;
    private final DoubleSupplier declared;
    private long seen = STALE;
    private Optional<OpenBet> bet = Optional.empty();
    private double closed = 1;

    RateCounter(MetricProcess process, DoubleSupplier declared) {
        this.process = process;
        this.declared = declared;
    }

    /** Counts one request. */
    public void record(Arm arm, boolean bad) {
        int cell = bad ? process.badCell() : 1 - process.badCell();
        if (seen == process.generation() && bet.isPresent()) {
            bet.get().observe(arm, cell);
        }
        process.open().add(arm, cell, 1);
    }

    /**
     * Counts a batch, {@code bad} of {@code n} harmful.
     *
     * @throws IllegalArgumentException
     *             unless 0 ≤ bad ≤ n
     */
    public void record(Arm arm, long bad, long n) {
        if (bad < 0 || bad > n) {
            throw new IllegalArgumentException("bad must lie between 0 and n, was " + bad + " of " + n);
        }
        process.addRate(arm, bad, n);
        seen = STALE;
    }

    /**
     * The rollback evidence E, everything counted so far included; the largest double where it is larger. A harmless canary
     * reaches 1/alpha with probability at most alpha, whenever and however often this is read.
     */
    public double evidence() {
        if (seen != process.generation()) {
            refresh();
        }
        return bet.isPresent() ? bet.get().evidence() : closed;
    }

    /** The same as a logarithm, in nats. */
    public double logEvidence() {
        if (seen != process.generation()) {
            refresh();
        }
        return bet.isPresent() ? bet.get().logEvidence() : process.rollbackWealth().toDouble();
    }

    private void refresh() {
        seen = process.generation();
        bet = process.openBet(declared.getAsDouble());
        closed = Math.min(Double.MAX_VALUE, Math.exp(process.rollbackWealth().toDouble()));
    }
}
