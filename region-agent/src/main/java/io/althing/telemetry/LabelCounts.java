package io.althing.telemetry;

/**
 * Requests whose label window has ended, each counted once, with the label they had by then.
 *
 * @param entered requests with a prediction whose window ended
 * @param labelled how many of them had a label in time
 * @param correct how many of these were predicted right
 */
public record LabelCounts(long entered, long labelled, long correct) {
    /** None. */
    public static final LabelCounts NONE = new LabelCounts(0, 0, 0);

    /** @throws IllegalArgumentException unless 0 ≤ correct ≤ labelled ≤ entered */
    public LabelCounts {
        if (correct < 0 || correct > labelled || labelled > entered) {
            throw new IllegalArgumentException(
                    "0 ≤ correct ≤ labelled ≤ entered must hold: " + correct + ", " + labelled + ", " + entered);
        }
    }

    LabelCounts plus(LabelCounts other) {
        return new LabelCounts(entered + other.entered, labelled + other.labelled, correct + other.correct);
    }
}
