package io.althing.canary;

import io.althing.canary.ContrastBet.Aim;
import io.althing.canary.Tuning.Onset;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/** Watches whether labels arrive in time at the same rate in both arms. */
final class LabelGuard {

    private static final double BOUND = StrictMath.log(1000);

    private final Scale scale = new Scale.Binary();
    private final Cells open = new Cells(2);
    private final Cells past = new Cells(2);
    private final Braid braid = new Braid(List.of(strand(1), strand(-1)), 0.5, 0.5);

    private Strand strand(int sign) {
        return new BetStrand(new ContrastBet(scale, new Margin(sign, 1, 0), Aim.HARM), Onset.ANY_TIME);
    }

    void count(Arm arm, boolean labelled) {
        open.add(arm, labelled ? 1 : 0, 1);
    }

    void count(Arm arm, long labelled, long entered) {
        open.add(arm, 1, labelled);
        open.add(arm, 0, entered - labelled);
    }

    void close() {
        if (!open.bothArms()) {
            return;
        }
        Past guess = Past.of(past, scale);
        if (guess.n() >= Past.ENOUGH) {
            braid.close(new Strand.Observed(open, past, guess, open.total(Arm.CANARY) / (double) open.total()));
        }
        past.addAll(open);
        open.clear();
    }

    /** Whether chance would explain the difference in fewer than one rollout of a thousand. */
    boolean unevenBeyondDoubt() {
        return braid.peak().toDouble() >= BOUND;
    }

    void save(DataOutput out) throws IOException {
        open.save(out);
        past.save(out);
        braid.save(out);
    }

    void load(DataInput in) throws IOException {
        open.load(in);
        past.load(in);
        braid.load(in);
    }
}
