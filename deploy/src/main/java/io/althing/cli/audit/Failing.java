package io.althing.cli.audit;

import io.althing.audit.MalformedException;
import io.althing.client.ExitCode;
import io.althing.client.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.NoSuchElementException;
import java.util.Objects;

/** Turns what can go wrong with a log into one line and an exit code. */
final class Failing {
    private Failing() {}

    /** Work on a log. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }

    /** Does the work; a failure names the log. */
    static <T> T at(String log, Work<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw unreadable(log, e);
        } catch (UncheckedIOException e) {
            throw unreadable(log, Objects.requireNonNull(e.getCause(), "it always has one"));
        } catch (MalformedException e) {
            throw new UserError(ExitCode.REFUSED, log + ": " + e.getMessage(), e);
        } catch (NoSuchElementException e) {
            throw new UserError(ExitCode.REFUSED, log + ": " + e.getMessage()
                    + "; `althing audit verify` names everything that is missing", e);
        }
    }

    private static UserError unreadable(String log, IOException e) {
        String what = e.getMessage() == null || e.getMessage().isBlank() ? e.toString() : e.getMessage();
        return new UserError(ExitCode.UNREACHABLE, log + " cannot be read: " + what, e);
    }
}
