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
        var found = new Found(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (Line.FaultSpan fault : history.faults()) {
            for (String node : fault.minority()) {
                judge(history, fault, node, found);
            }
        }
        if (history.faults().stream().allMatch(f -> f.minority().isEmpty())) {
            return Verdict.skipped(NAME, "no node was cut off");
        }
        return found.promised().isEmpty()
                ? Stall.of(history).excuse(Verdict.of(NAME, found.silent(), found.figures()))
                : Verdict.of(NAME, found.promised(), found.figures());
    }

    /**
     * @param promised what was acknowledged without a majority
     * @param silent who answered no local read in time
     */
    private record Found(List<String> promised, List<String> silent, List<String> figures) {}

    private static void judge(History history, Line.FaultSpan fault, String node, Found found) {
        List<Operation> inside = history.operations().stream()
                .filter(o -> o.node().equals(node) && o.called() >= fault.begin() && o.called() < fault.healing())
                .toList();
        inside.stream().filter(o -> o.ok() && o.kind() != Operation.Kind.LOCAL_READ && o.returned() < fault.healing())
                .forEach(o -> found.promised().add(node + " was cut off by " + fault.fault() + " and acknowledged "
                        + Linearizability.describe(o)));
        List<Operation> local = inside.stream().filter(o -> o.kind() == Operation.Kind.LOCAL_READ).toList();
        long served = local.stream().filter(Operation::ok).count();
        boolean longEnough = fault.healing() - fault.begin() > SETTLED && !local.isEmpty();
        if (longEnough && served == 0) {
            found.silent().add(node + " was cut off by " + fault.fault() + " and answered no local read");
        }
        found.figures().add(
                node + " during " + fault.fault() + ": " + served + " of " + local.size() + " local reads answered");
    }
}
