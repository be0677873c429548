package io.althing.node;

/** A configuration no process can start with; the message names file, field and remedy. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message what is wrong and what would be right */
    public ConfigException(String message) {
        super(message);
    }

    /** The same with what led to it. */
    public ConfigException(String message, Throwable cause) {
        super(message, cause);
    }
}
