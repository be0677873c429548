package io.althing.canary;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The evidence of a {@link QuantileNull} over the looks of a step. It pools looks, so it starts afresh when the canary's
 * share changes; finished steps multiply.
 */
final class QuantileStrand implements Strand {

    private final QuantileNull test;
    private final Cells step;
    private double finished;
    private double current;

    QuantileStrand(QuantileNull test, Scale scale) {
        this.test = test;
        this.step = new Cells(scale.cells());
    }

    @Override
    public void close(Observed look) {
        step.addAll(look.look());
        current = test.logEvidence(step);
    }

    @Override
    public double[] logWealth() {
        double[] same = new double[Sizes.COUNT];
        Arrays.fill(same, finished + current);
        return same;
    }

    @Override
    public void newStep() {
        finished += current;
        current = 0;
        step.clear();
    }

    @Override
    public void save(DataOutput out) throws IOException {
        out.writeDouble(finished);
        out.writeDouble(current);
        step.save(out);
    }

    @Override
    public void load(DataInput in) throws IOException {
        finished = in.readDouble();
        current = in.readDouble();
        step.load(in);
    }
}
