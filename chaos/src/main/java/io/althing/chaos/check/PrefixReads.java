package io.althing.chaos.check;

import io.althing.chaos.history.History;
import io.althing.chaos.history.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a read saw is the register as the log has it at the index the answer named, or at a later one. */
final class PrefixReads implements Checker {
    private final String name;
    private final Operation.Kind kind;

    PrefixReads(String name, Operation.Kind kind) {
        this.name = name;
        this.kind = kind;
    }

    @Override
    public Verdict check(History history) {
        if (history.log().isEmpty()) {
            return Verdict.skipped(name, "the audit log was not read");
        }
        Truth truth = new Truth(history);
        List<String> violations = new ArrayList<>();
        List<Operation> reads = history.operations().stream().filter(o -> o.kind() == kind && o.ok()).toList();
        reads.forEach(read -> wrong(truth, read).ifPresent(violations::add));
        return Verdict.of(name, violations, List.of(reads.size() + " reads"));
    }

    static Optional<String> wrong(Truth truth, Operation read) {
        long revision = read.result().revision();
        if (revision > 0 && truth.at(read.key(), revision).filter(e -> e.value().equals(read.result().seen()))
                .isEmpty()) {
            return Optional.of(Linearizability.describe(read) + ": the log has no such write");
        }
        return truth.between(read.key(), revision, read.result().index())
                .map(newer -> Linearizability.describe(read) + " at index " + read.result().index()
                        + " missed the write at " + newer.index());
    }
}
