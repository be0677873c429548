package io.althing.chaos.check;

import io.althing.chaos.history.History;
import io.althing.chaos.history.Line;
import io.althing.chaos.history.RolloutLine;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes histories of rollouts by hand: one region {@code eu}, times in whole seconds, a Raft index ten times the audit index. */
final class RolloutRuns {
    static final String REGION = "eu";
    private static final long SECOND = 1_000_000_000;
    private static final int WEIGHT = 3_000;

    private final Runs runs = new Runs();
    private int entries;

    RolloutRuns() {
        runs.and(new RolloutLine.Rules(REGION, "a", 2_000, 3_000));
    }

    /** An event that a reader was given then. */
    RolloutRuns act(long at, String type, Map<String, String> facts) {
        runs.and(new Line.Entry(entries, entries * 10L, "", "", "", List.of()));
        return again(at, type, facts, entries++);
    }

    private RolloutRuns again(long at, String type, Map<String, String> facts, int entry) {
        return and(new RolloutLine.Act("reader", at * SECOND, entry + ".0", type, new TreeMap<>(facts)));
    }

    /** The region is told what to serve; the canary may be empty. */
    RolloutRuns target(long at, String stable, String canary) {
        return act(at, "target-changed", Map.of("region", REGION, "stable", stable, "canary", canary));
    }

    /** The region says what it serves, by the target of an audit entry. */
    RolloutRuns effective(long at, String stable, String canary, int entry) {
        return act(at, "region-effective", Map.of("region", REGION, "stable", stable, "canary", canary, "index",
                Integer.toString(entry * 10)));
    }

    RolloutRuns served(long at, String version) {
        return and(new RolloutLine.Served(REGION, version, at * SECOND, at * SECOND, 1));
    }

    /** The gateway is asked then, and answers at once. */
    RolloutRuns gateway(long at, String stable, String canary) {
        return gateway(at, stable, canary, canary.isEmpty() ? 0 : WEIGHT);
    }

    RolloutRuns gateway(long at, String stable, String canary, int weight) {
        return and(new RolloutLine.Gateway(REGION, at * SECOND, at * SECOND, stable, canary, weight));
    }

    RolloutRuns alone(long begin, long healing) {
        return and(new RolloutLine.Alone(REGION, begin * SECOND, healing * SECOND));
    }

    RolloutRuns asked(String what, String node, long at, int status) {
        return and(new RolloutLine.Asked(what, "by hand", node, at * SECOND, at * SECOND,
                new RolloutLine.Answer(status, "")));
    }

    RolloutRuns and(Line line) {
        runs.and(line);
        return this;
    }

    History history() {
        return runs.history();
    }
}
