package io.althing.node;

/** A key that signs the audit log is not the one that genesis or the trust policy names; the message says which and what to do. */
public final class WrongKeyException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message which key, and the remedy */
    public WrongKeyException(String message) {
        super(message);
    }
}
