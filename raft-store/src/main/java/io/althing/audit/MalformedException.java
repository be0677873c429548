package io.althing.audit;

/** Bytes or text that break a format's rules. The message says which rule, where, and what was expected. */
public final class MalformedException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String problem;

    /** @param message what is wrong and what was expected; shown to users as it is */
    public MalformedException(String message) {
        super(message);
        this.problem = message;
    }

    /** What is wrong and what was expected. */
    @Override
    public String getMessage() {
        return problem;
    }
}
