package io.althing.agent;

/** The journal cannot be trusted. The message names the file, the line and what to do. */
public final class JournalDamagedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With a message for people. */
    public JournalDamagedException(String message) {
        super(message);
    }
}
