package io.althing.chaos.check;

import io.althing.chaos.history.History;
import io.althing.chaos.history.Line;
import io.althing.chaos.history.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * After a fault is healed, writes resume within three election timeouts and two seconds. Where the machine itself stood still for long,
 * a missed bound is nobody's proven fault: it stays unknown.
 */
public final class Recovery implements Checker {
    private static final String NAME = "recovery";
    private static final Duration SLACK = Duration.ofSeconds(2);
    private static final int TIMEOUTS = 3;

    /** The bound for nodes of an election timeout. */
    public static Duration bound(Duration electionTimeout) {
        return electionTimeout.multipliedBy(TIMEOUTS).plus(SLACK);
    }

    @Override
    public Verdict check(History history) {
        long bound = bound(Duration.ofMillis(history.header().electionMillis())).toNanos();
        List<Operation> writes = history.operations().stream().filter(o -> o.writes() && o.ok()).toList();
        List<String> violations = new ArrayList<>();
        List<String> figures = new ArrayList<>();
        for (Line.FaultSpan fault : history.faults()) {
            if (disturbed(history, fault, bound)) {
                figures.add(fault.fault() + ": the next fault came before the bound");
                continue;
            }
            OptionalLong taken = firstAfter(writes, fault.end());
            if (taken.isEmpty() || taken.getAsLong() > bound) {
                violations.add(fault.fault() + " (" + fault.detail() + "): after it was healed "
                        + (taken.isEmpty()
                                ? "no write was acknowledged"
                                : "the first write was acknowledged after " + millis(taken.getAsLong()) + " ms")
                        + "; the bound is " + millis(bound) + " ms");
            } else {
                figures.add(fault.fault() + ": " + millis(taken.getAsLong()) + " ms");
            }
        }
        if (history.faults().isEmpty()) {
            return Verdict.skipped(NAME, "there was no fault");
        }
        Stall stall = Stall.of(history);
        figures.add(stall.text());
        return stall.excuse(Verdict.of(NAME, violations, figures));
    }

    /** How long after the instant the first write was acknowledged that was begun after it. */
    static OptionalLong firstAfter(List<Operation> acknowledged, long instant) {
        return acknowledged.stream().filter(o -> o.called() >= instant).mapToLong(o -> o.returned() - instant).min();
    }

    private static boolean disturbed(History history, Line.FaultSpan fault, long bound) {
        return history.faults().stream().anyMatch(other -> !other.equals(fault) && other.begin() < fault.end() + bound
                && other.end() > fault.end());
    }

    private static long millis(long nanos) {
        return nanos / 1_000_000;
    }
}
