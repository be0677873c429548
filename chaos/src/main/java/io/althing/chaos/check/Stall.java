package io.althing.chaos.check;

import io.althing.chaos.check.Verdict.Standing;
import io.althing.chaos.history.History;
import io.althing.chaos.history.Line;

/** How long the machine itself stood still, as the drill's own threads felt it. */
record Stall(long millis) {
    private static final long MUCH = 500;

    static Stall of(History history) {
        return new Stall(
                history.all(Line.Stalled.class).stream().mapToLong(Line.Stalled::longestMillis).max().orElse(0));
    }

    /** A broken bound on time is nobody's proven fault where the machine stood still: it becomes unknown, which is no pass either. */
    Verdict excuse(Verdict verdict) {
        return verdict.standing() == Standing.BROKEN && millis > MUCH
                ? new Verdict(verdict.check(), Standing.UNKNOWN, verdict.findings())
                : verdict;
    }

    /** For people. */
    String text() {
        return "the drill's own threads were late by " + millis + " ms at worst";
    }
}
