package io.althing.serving;

/** What a router has in force cannot be learned right now. The message says which router and what to check. */
public final class RouterUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With a message for people. */
    public RouterUnavailableException(String message) {
        super(message);
    }

    /** With a message for people and what lies beneath. */
    public RouterUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
