package io.althing.client;

/** An error with everything its reader needs in one or two lines; printed without a stack trace. */
public class UserError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /**
     * @param exitCode one of {@link ExitCode}
     * @param message what is wrong and what to do
     */
    public UserError(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** The same, keeping what led to it for the log. */
    public UserError(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** A mistake on the command line or in a file it names. */
    public static UserError usage(String message) {
        return new UserError(ExitCode.USAGE, message);
    }

    /** What is wrong and what to do, in one or two lines. */
    public String text() {
        String message = getMessage();
        return message == null ? "" : message;
    }

    /** The process's exit code. */
    public int exitCode() {
        return exitCode;
    }
}
