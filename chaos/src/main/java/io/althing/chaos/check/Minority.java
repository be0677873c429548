package io.althing.chaos.check;

import io.althing.chaos.history.History;
import io.althing.chaos.history.Line;
import io.althing.chaos.history.Operation;
import java.util.ArrayList;
import java.util.List;

/** A node that reaches no majority acknowledges no write and no linearizable read, but answers local reads. */
final class Minority implements Checker {
    private static final String NAME = "minority";
    private static final long SETTLED = 1_000_000_000;

    @Override
    public Verdict check(History history) {
        List<String> violations = new ArrayList<>();
        List<String> figures = new ArrayList<>();
        for (Line.FaultSpan fault : history.faults()) {
            for (String node : fault.minority()) {
                judge(history, fault, node, violations, figures);
            }
        }
        boolean cut = history.faults().stream().anyMatch(f -> !f.minority().isEmpty());
        return cut ? Verdict.of(NAME, violations, figures) : Verdict.skipped(NAME, "no node was cut off");
    }

    private static void judge(History history, Line.FaultSpan fault, String node, List<String> violations,
            List<String> figures) {
        List<Operation> inside = history.operations().stream()
                .filter(o -> o.node().equals(node) && o.called() >= fault.begin() && o.called() < fault.end()).toList();
        inside.stream().filter(o -> o.ok() && o.kind() != Operation.Kind.LOCAL_READ && o.returned() < fault.end())
                .forEach(o -> violations.add(node + " was cut off by " + fault.fault() + " and acknowledged "
                        + Linearizability.describe(o)));
        List<Operation> local = inside.stream().filter(o -> o.kind() == Operation.Kind.LOCAL_READ).toList();
        long served = local.stream().filter(Operation::ok).count();
        boolean longEnough = fault.end() - fault.begin() > SETTLED && !local.isEmpty();
        if (longEnough && served == 0) {
            violations.add(node + " was cut off by " + fault.fault() + " and answered no local read");
        }
        figures.add(
                node + " during " + fault.fault() + ": " + served + " of " + local.size() + " local reads answered");
    }
}
