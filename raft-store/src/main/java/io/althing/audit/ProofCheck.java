package io.althing.audit;

/** What came of checking a proof. */
public sealed interface ProofCheck {
    /** The proof holds. */
    record Valid() implements ProofCheck {}

    /** The proof does not hold, and why. */
    record Invalid(String reason) implements ProofCheck {}

    /** Whether the proof holds. */
    default boolean holds() {
        return this instanceof Valid;
    }

    /** A proof that holds. */
    static ProofCheck valid() {
        return new Valid();
    }

    /** A proof that does not hold. */
    static ProofCheck invalid(String reason) {
        return new Invalid(reason);
    }
}
