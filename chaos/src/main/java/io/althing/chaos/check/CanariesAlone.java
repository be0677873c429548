package io.althing.chaos.check;

import io.althing.chaos.history.History;
import io.althing.chaos.history.RolloutLine.Alone;
import io.althing.chaos.history.RolloutLine.Gateway;
import io.althing.chaos.history.RolloutLine.Rules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A region that is cut off serves its canary no longer than its policy file allows, and three seconds. */
final class CanariesAlone implements Checker {
    private static final String NAME = "cut-off-canary";
    private static final long SLACK = 3_000_000_000L;

    @Override
    public Verdict check(History history) {
        Map<String, Long> allowed = new HashMap<>();
        history.all(Rules.class).forEach(rules -> allowed.put(rules.region(), rules.partitionMillis() * 1_000_000));
        Targets targets = new Targets(history);
        List<String> violations = new ArrayList<>();
        long judged = 0;
        for (Alone span : history.all(Alone.class)) {
            long bound = span.begin() + allowed.getOrDefault(span.region(), Long.MAX_VALUE / 2) + SLACK;
            List<Gateway> late = targets.gateway(span.region()).stream()
                    .filter(g -> g.called() > bound && g.returned() < span.healing()).toList();
            judged += late.size();
            late.stream().filter(g -> g.weight() > 0).findFirst().ifPresent(g -> violations.add(span.region()
                    + " still gave " + g.weight() + " basis points to " + g.canary() + " after "
                    + TakenBack.millis(g.called() - span.begin()) + " ms alone; its policy file allows "
                    + TakenBack.millis(allowed.getOrDefault(span.region(), 0L))));
        }
        if (judged == 0) {
            return Verdict.skipped(NAME,
                    "no region was cut off for longer than its policy file lets a canary run alone");
        }
        Stall stall = Stall.of(history);
        return stall.excuse(Verdict.of(NAME, violations,
                List.of(judged + " looks at gateways that had been alone for too long", stall.text())));
    }
}
