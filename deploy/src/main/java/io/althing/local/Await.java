package io.althing.local;

import io.althing.client.ExitCode;
import io.althing.client.UserError;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for conditions, never for the clock alone. */
public final class Await {
    private static final long EVERY_MILLIS = 20;

    private Await() {}

    /**
     * Asks until the answer is yes.
     *
     * @param what completes "waited in vain for"
     * @throws UserError when the patience is over
     */
    public static void until(String what, Duration patience, BooleanSupplier condition) throws InterruptedException {
        value(what, patience, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    /** Asks until there is a value. */
    public static <T> T value(String what, Duration patience, Supplier<Optional<T>> source)
            throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<T> found = source.get();
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() > deadline) {
                throw new UserError(ExitCode.REFUSED, "waited " + patience.toSeconds() + " s in vain for " + what);
            }
            TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
        }
    }
}
