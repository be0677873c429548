package io.althing.chaos.check;

import io.althing.chaos.history.History;
import io.althing.chaos.history.RolloutLine.Gateway;
import io.althing.chaos.history.RolloutLine.Served;
import java.util.ArrayList;
import java.util.List;

/**
 * A region that has confirmed that it serves a version no more never serves it again, unless it is told to: no user who asks after the
 * confirmation meets it, and its gateway never has it in force.
 */
final class TakenBack implements Checker {
    private static final String NAME = "taken-back";

    @Override
    public Verdict check(History history) {
        Targets targets = new Targets(history);
        List<Targets.Dropped> dropped = targets.dropped();
        if (dropped.isEmpty()) {
            return Verdict.skipped(NAME, "no region was told to serve a version no more");
        }
        List<String> violations = new ArrayList<>();
        List<Served> served = history.all(Served.class);
        for (Targets.Dropped drop : dropped) {
            served.stream().filter(s -> s.region().equals(drop.region()) && s.version().equals(drop.version()))
                    .filter(s -> drop.gone(s.first()) && !drop.allowedAgain(s.last())).findFirst()
                    .ifPresent(s -> violations.add(drop.region() + " had confirmed that it serves " + drop.version()
                            + " no more, and answered " + s.requests() + " requests with it "
                            + millis(s.first() - drop.confirmed().orElseThrow()) + " ms later"));
            targets.gateway(drop.region()).stream()
                    .filter(g -> g.share(drop.version()) > 0 && drop.gone(g.called())
                            && !drop.allowedAgain(g.returned()))
                    .findFirst().ifPresent(g -> violations.add(told(drop, g)));
        }
        long confirmed = dropped.stream().filter(d -> d.confirmed().isPresent()).count();
        return Verdict.of(NAME, violations,
                List.of(dropped.size() + " times a region was told to drop a version, " + confirmed + " confirmed"));
    }

    private static String told(Targets.Dropped drop, Gateway g) {
        return drop.region() + " had confirmed that it serves " + drop.version() + " no more, and had "
                + g.share(drop.version()) + " basis points of it in force "
                + millis(g.called() - drop.confirmed().orElseThrow()) + " ms later";
    }

    static long millis(long nanos) {
        return nanos / 1_000_000;
    }
}
