package io.althing.chaos.check;

import io.althing.chaos.history.History;
import io.althing.chaos.history.Line;
import io.althing.chaos.history.RolloutLine.Act;
import io.althing.chaos.history.RolloutLine.Alone;
import io.althing.chaos.history.RolloutLine.Asked;
import io.althing.chaos.history.RolloutLine.Gateway;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Nothing goes forward without a quorum: the gateway of a region that was cut off gives a version more traffic only within the five
 * seconds for which its last news is fresh, the region reports nothing that gets through, and no node without a majority acknowledges
 * what a person asks.
 */
final class AloneRegions implements Checker {
    private static final String NAME = "no-quorum-no-step";
    private static final long FRESH = 5_000_000_000L;
    private static final long SECOND = 1_000_000_000L;

    @Override
    public Verdict check(History history) {
        List<Alone> alone = history.all(Alone.class);
        if (alone.isEmpty()) {
            return Verdict.skipped(NAME, "no region with an agent was cut off");
        }
        Targets targets = new Targets(history);
        List<String> violations = new ArrayList<>();
        List<String> figures = new ArrayList<>();
        for (Alone span : alone) {
            forward(targets, span).forEach(violations::add);
            targets.acts("region-effective").stream().filter(act -> of(span, act, 2 * SECOND)).findFirst()
                    .ifPresent(act -> violations.add(span.region() + " was cut off, and " + act.position()
                            + " of the log has its word on what it serves"));
            figures.add(span.region() + " was alone for " + TakenBack.millis(span.healing() - span.begin()) + " ms");
        }
        history.faults().forEach(fault -> acknowledged(history, fault).forEach(violations::add));
        return Verdict.of(NAME, violations, figures);
    }

    private static boolean of(Alone span, Act act, long slack) {
        return act.fact("region").equals(span.region()) && act.at() > span.begin() + slack
                && act.at() < span.healing();
    }

    private static Stream<String> forward(Targets targets, Alone span) {
        return targets.moves(span.region()).stream()
                .filter(m -> m.before().called() > span.begin() + FRESH && m.after().returned() < span.healing())
                .filter(AloneRegions::forward)
                .map(m -> span.region() + " was cut off, and went from " + words(m.before()) + " to "
                        + words(m.after()) + " at least " + TakenBack.millis(m.before().called() - span.begin())
                        + " ms later");
    }

    /** More of a canary, or another canary, or a stable version that was the canary; going back is none of these. */
    private static boolean forward(Targets.Move move) {
        boolean more = !move.after().canary().isEmpty() && move.raises(move.after().canary());
        boolean promoted = !move.after().stable().equals(move.before().stable())
                && move.raises(move.after().stable());
        return more || promoted;
    }

    private static String words(Gateway g) {
        return g.stable() + (g.canary().isEmpty() ? "" : " with " + g.weight() + " basis points of " + g.canary());
    }

    private static Stream<String> acknowledged(History history, Line.FaultSpan fault) {
        return history.all(Asked.class).stream()
                .filter(a -> a.accepted() && fault.minority().contains(a.node()) && a.called() >= fault.begin()
                        && a.returned() < fault.healing())
                .map(a -> a.node() + " was cut off by " + fault.fault() + " and acknowledged: " + a.what() + " "
                        + a.detail());
    }
}
