package io.althing.chaos.check;

import io.althing.chaos.history.History;
import io.althing.chaos.history.Operation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The order by Raft index is one that clients could have seen: what begins after another ended has a greater index (a read: none
 * smaller). Trusts the servers' indices, and so covers all registers together; {@link Linearizability} trusts none.
 */
final class IndexOrder implements Checker {
    private static final String NAME = "index-order";

    @Override
    public Verdict check(History history) {
        List<Operation> done = history.operations().stream()
                .filter(o -> o.ok() && o.kind() != Operation.Kind.LOCAL_READ && o.result().index() > 0)
                .sorted(Comparator.comparingLong(Operation::called)).toList();
        List<String> violations = new ArrayList<>();
        var ending = new PriorityQueue<>(Comparator.comparingLong(Operation::returned));
        long newest = 0;
        for (Operation operation : done) {
            while (!ending.isEmpty() && ending.peek().returned() < operation.called()) {
                newest = Math.max(newest, ending.remove().result().index());
            }
            long index = operation.result().index();
            if (operation.writes() ? index <= newest : index < newest) {
                violations.add(Linearizability.describe(operation) + " has index " + index
                        + " but began after index " + newest + " had been answered");
            }
            ending.add(operation);
        }
        return Verdict.of(NAME, violations, List.of(done.size() + " operations with an index"));
    }
}
