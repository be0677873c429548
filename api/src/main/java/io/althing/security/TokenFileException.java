package io.althing.security;

/** A token file that cannot be trusted or read; the message names the file, what is wrong and the remedy. */
public final class TokenFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TokenFileException(String message) {
        super(message);
    }

    TokenFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
