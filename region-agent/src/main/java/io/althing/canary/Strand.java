package io.althing.canary;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** One line of evidence of a metric. */
interface Strand {

    /** Takes in a closed look. */
    void close(Observed look);

    /** ln of the seven components' wealth. */
    double[] logWealth();

    /** Called when the canary's share of traffic changes. */
    default void newStep() {}

    void save(DataOutput out) throws IOException;

    void load(DataInput in) throws IOException;

    /**
     * A closed look as a strand sees it.
     *
     * @param look
     *            its counts
     * @param past
     *            counts before it, of both arms
     * @param guess
     *            mean and variance of these
     * @param rho
     *            the canary's share
     */
    record Observed(Cells look, Cells past, Past guess, double rho) {}
}
