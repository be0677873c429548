package io.althing.node;

/** This data directory holds a replica that has diverged; the message says how, and the remedy. */
public final class DivergedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message how it differs and what to do */
    public DivergedException(String message) {
        super(message);
    }
}
