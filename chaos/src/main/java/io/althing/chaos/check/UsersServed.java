package io.althing.chaos.check;

import io.althing.chaos.history.History;
import io.althing.chaos.history.Line;
import io.althing.chaos.history.RolloutLine.Served;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Serving never depends on the registry: users get answers whatever happens to nodes; only an agent that is stopped itself may fail them. */
final class UsersServed implements Checker {
    private static final String NAME = Judge.USERS;
    private static final String STOPS_AGENTS = "stopped-agent";

    @Override
    public Verdict check(History history) {
        List<Served> all = history.all(Served.class);
        if (all.isEmpty()) {
            return Verdict.skipped(NAME, "there were no users");
        }
        List<String> violations = all.stream().filter(s -> s.version().isEmpty() && !excused(history, s))
                .map(s -> s.requests() + " users of " + s.region() + " got no answer at "
                        + String.format(Locale.ROOT, "%.1f s", s.first() / 1e9))
                .toList();
        long requests = all.stream().mapToLong(Served::requests).sum();
        long failed = all.stream().filter(s -> s.version().isEmpty()).mapToLong(Served::requests).sum();
        Stall stall = Stall.of(history);
        List<String> figures = new ArrayList<>(List.of(requests + " requests, " + failed + " failed", stall.text()));
        history.all(Line.Noted.class).stream().filter(n -> n.check().equals(NAME)).map(Line.Noted::what).distinct()
                .limit(3).forEach(figures::add);
        return stall.excuse(Verdict.of(NAME, violations, figures));
    }

    private static boolean excused(History history, Served failed) {
        return history.faults().stream().filter(f -> f.fault().equals(STOPS_AGENTS))
                .anyMatch(f -> failed.last() >= begin(f) && failed.first() <= f.end());
    }

    /** A request that was under way when the agent stopped fails too. */
    private static long begin(Line.FaultSpan fault) {
        return fault.begin() - 5_000_000_000L;
    }
}
