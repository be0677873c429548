package io.althing.chaos.check;

import io.althing.chaos.history.History;
import io.althing.chaos.history.Line;
import io.althing.chaos.history.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An acknowledged write is in the log once, where its answer said; a refused or failed one is not there at all; one of unknown outcome is
 * there once at most.
 */
final class ExactlyOnce implements Checker {
    private static final String NAME = "exactly-once";

    @Override
    public Verdict check(History history) {
        if (history.log().isEmpty()) {
            return Verdict.skipped(NAME, "the audit log was not read");
        }
        Truth truth = new Truth(history);
        List<String> violations = new ArrayList<>();
        List<Operation> writes = history.operations().stream().filter(Operation::writes).toList();
        writes.forEach(write -> wrong(write, truth.of(write.id())).ifPresent(violations::add));
        long acknowledged = writes.stream().filter(Operation::ok).count();
        long happened = writes.stream()
                .filter(o -> o.outcome() == Operation.Outcome.UNKNOWN && !truth.of(o.id()).isEmpty()).count();
        return Verdict.of(NAME, violations, List.of(acknowledged + " acknowledged writes",
                happened + " writes of unknown outcome that did happen"));
    }

    private static Optional<String> wrong(Operation write, List<Line.Entry> found) {
        String what = Linearizability.describe(write);
        return switch (write.outcome()) {
            case OK -> found.size() != 1
                    ? Optional.of(what + " was acknowledged and is in the log " + found.size() + " times")
                    : misplaced(write, found.getFirst()).map(where -> what + where);
            case STALE, FAILED -> found.isEmpty()
                    ? Optional.empty()
                    : Optional.of(what + " had a definite answer that it did not happen, but is in the log at "
                            + found.getFirst().index());
            case UNKNOWN -> found.size() > 1
                    ? Optional.of(what + " is in the log " + found.size() + " times")
                    : Optional.empty();
        };
    }

    private static Optional<String> misplaced(Operation write, Line.Entry entry) {
        Operation.Result said = write.result();
        boolean same = entry.index() == said.revision() && entry.value().equals(write.value())
                && entry.key().equals(write.key())
                && (said.auditIndex() == Operation.NONE || said.auditIndex() == entry.auditIndex());
        return same
                ? Optional.empty()
                : Optional.of(" was acknowledged at audit index " + said.auditIndex() + ", the log has '"
                        + entry.value() + "' for it at index " + entry.index() + ", audit index " + entry.auditIndex());
    }
}
