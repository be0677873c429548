package io.althing.canary;

import io.althing.canary.Tuning.Onset;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** A strand that multiplies one bet per look. */
final class BetStrand implements Strand {

    private final Bet bet;
    private final EProcess process;

    BetStrand(Bet bet, Onset onset) {
        this.bet = bet;
        this.process = new EProcess(bet.components(), onset);
    }

    @Override
    public void close(Observed look) {
        process.bet(bet.logFactors(look.look(), look.guess(), look.rho()));
    }

    /** The open look's bet, if it can be read after every observation. */
    Optional<OpenBet> open(Past guess, double rho) {
        return bet instanceof ContrastBet contrast
                ? Optional.of(new OpenBet(process, contrast.payoff(guess, rho)))
                : Optional.empty();
    }

    @Override
    public double[] logWealth() {
        double[] logs = process.logWealth();
        if (logs.length == Sizes.COUNT) {
            return logs;
        }
        double[] equal = new double[logs.length];
        Arrays.fill(equal, 1.0 / logs.length);
        double[] same = new double[Sizes.COUNT];
        Arrays.fill(same, Logs.mix(equal, logs));
        return same;
    }

    @Override
    public void save(DataOutput out) throws IOException {
        process.save(out);
    }

    @Override
    public void load(DataInput in) throws IOException {
        process.load(in);
    }
}
