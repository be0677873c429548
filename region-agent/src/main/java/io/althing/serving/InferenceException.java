package io.althing.serving;

/** A model gave no answer. The message is fit to be sent to the caller. */
public final class InferenceException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Whose mistake it is. */
    public enum Fault {
        /** The request does not fit the model; asking again is useless. */
        REQUEST,
        /** The model or what runs it failed. */
        MODEL
    }

    private final Fault fault;
    private final String message;

    /** With a message for the caller. */
    public InferenceException(Fault fault, String message) {
        super(message);
        this.fault = fault;
        this.message = message;
    }

    /** With a message for the caller and what lies beneath. */
    public InferenceException(Fault fault, String message, Throwable cause) {
        super(message, cause);
        this.fault = fault;
        this.message = message;
    }

    /** Whose mistake it is. */
    public Fault fault() {
        return fault;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
