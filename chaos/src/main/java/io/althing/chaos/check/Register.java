package io.althing.chaos.check;

import io.althing.chaos.history.Operation;
import java.util.Optional;

/**
 * A register as the sequential model knows it.
 *
 * @param value empty if absent
 * @param revision 0 if absent, {@link Operation#NONE} if a write set it whose answer nobody saw
 */
record Register(String value, long revision) {
    static final Register ABSENT = new Register("", 0);

    /**
     * The register after the operation, or empty if the operation cannot have had its answer here. An operation of unknown outcome is
     * possible anywhere: one that would have been refused changes nothing, which is the same as if it came last.
     */
    Optional<Register> after(Operation operation) {
        return switch (operation.outcome()) {
            case OK -> operation.writes() ? written(operation) : read(operation);
            case STALE -> refused(operation);
            case UNKNOWN -> Optional.of(insists(operation) && !mayBe(operation.expected())
                    ? this
                    : new Register(operation.value(), Operation.NONE));
            case FAILED -> Optional.of(this);
        };
    }

    private Optional<Register> written(Operation write) {
        return insists(write) && !mayBe(write.expected())
                ? Optional.empty()
                : Optional.of(new Register(write.value(), write.result().revision()));
    }

    private Optional<Register> read(Operation read) {
        long seen = read.result().revision();
        return value.equals(read.result().seen()) && mayBe(seen)
                ? Optional.of(new Register(value, seen))
                : Optional.empty();
    }

    private Optional<Register> refused(Operation write) {
        long actual = write.result().revision();
        return actual != write.expected() && mayBe(actual)
                ? Optional.of(new Register(value, actual))
                : Optional.empty();
    }

    private static boolean insists(Operation write) {
        return write.expected() != Operation.NONE;
    }

    private boolean mayBe(long other) {
        return revision == other || (revision == Operation.NONE && other > 0);
    }
}
