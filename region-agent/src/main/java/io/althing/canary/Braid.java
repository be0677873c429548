package io.althing.canary;

import io.althing.registry.evidence.ComponentWealth;
import io.althing.registry.evidence.LogWealth;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Several strands with fixed weights that sum to one: their weighted average is evidence again. */
final class Braid {

    private final List<Strand> strands;
    private final double[] weights;
    private LogWealth peak = LogWealth.ONE;

    Braid(List<Strand> strands, double... weights) {
        this.strands = List.copyOf(strands);
        this.weights = weights.clone();
    }

    void close(Strand.Observed look) {
        strands.forEach(strand -> strand.close(look));
        LogWealth now = wealth().mixture();
        peak = now.atLeast(peak) ? now : peak;
    }

    /** The open look's bet, if there is one strand and it can be read after every observation. */
    Optional<OpenBet> open(Past guess, double rho) {
        return strands.size() == 1 && strands.get(0) instanceof BetStrand strand
                ? strand.open(guess, rho)
                : Optional.empty();
    }

    void newStep() {
        strands.forEach(Strand::newStep);
    }

    ComponentWealth wealth() {
        List<double[]> logs = strands.stream().map(Strand::logWealth).toList();
        List<LogWealth> components = new ArrayList<>();
        for (int j = 0; j < Sizes.COUNT; j++) {
            double[] column = new double[logs.size()];
            for (int s = 0; s < column.length; s++) {
                column[s] = logs.get(s)[j];
            }
            components.add(LogWealth.of(column.length == 1 ? column[0] : Logs.mix(weights, column)));
        }
        return new ComponentWealth(components);
    }

    LogWealth peak() {
        return peak;
    }

    void save(DataOutput out) throws IOException {
        out.writeLong(peak.nanoNats());
        for (Strand strand : strands) {
            strand.save(out);
        }
    }

    void load(DataInput in) throws IOException {
        peak = new LogWealth(in.readLong());
        for (Strand strand : strands) {
            strand.load(in);
        }
    }
}
