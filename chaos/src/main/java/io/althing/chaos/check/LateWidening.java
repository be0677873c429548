package io.althing.chaos.check;

import io.althing.chaos.history.History;
import io.althing.chaos.history.RolloutLine.Rules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A region that has not confirmed yet that it goes back gives the version no more traffic later than five seconds and its pause after the decision. */
final class LateWidening implements Checker {
    private static final String NAME = "late-widening";
    private static final long FRESH = 5_000_000_000L;

    @Override
    public Verdict check(History history) {
        Map<String, Long> pauses = new HashMap<>();
        history.all(Rules.class).forEach(rules -> pauses.put(rules.region(), rules.pauseMillis() * 1_000_000));
        Targets targets = new Targets(history);
        List<Targets.Dropped> dropped = targets.dropped();
        if (dropped.isEmpty()) {
            return Verdict.skipped(NAME, "no region was told to serve a version no more");
        }
        List<String> violations = new ArrayList<>();
        int widened = 0;
        for (Targets.Dropped drop : dropped) {
            long bound = FRESH + pauses.getOrDefault(drop.region(), 0L);
            for (Targets.Move move : targets.moves(drop.region())) {
                boolean forward = move.raises(drop.version()) && !drop.allowedAgain(move.after().returned());
                if (forward && move.before().called() > drop.decided()) {
                    widened++;
                }
                if (forward && move.before().called() > drop.decided() + bound) {
                    violations.add(drop.region() + " gave " + drop.version() + " more traffic at least "
                            + TakenBack.millis(move.before().called() - drop.decided())
                            + " ms after it was decided that it drops it; the bound is " + TakenBack.millis(bound)
                            + " ms");
                }
            }
        }
        return Verdict.of(NAME, violations, List.of(widened + " steps forward after a decision, within the bound"));
    }
}
