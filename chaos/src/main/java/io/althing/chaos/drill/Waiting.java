package io.althing.chaos.drill;

import io.althing.client.ExitCode;
import io.althing.client.UserError;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for conditions with a deadline. */
public final class Waiting {
    private static final long EVERY_MILLIS = 20;

    private Waiting() {}

    /**
     * Asks until the answer is yes.
     *
     * @throws UserError when the patience is over, naming the condition
     */
    public static void until(String condition, Duration patience, BooleanSupplier holds) throws InterruptedException {
        value(condition, patience, () -> holds.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    /** Asks until there is a value. */
    public static <T> T value(String condition, Duration patience, Supplier<Optional<T>> source)
            throws InterruptedException {
        long start = System.nanoTime();
        Optional<T> found = source.get();
        while (found.isEmpty()) {
            if (System.nanoTime() - start > patience.toNanos()) {
                throw new UserError(ExitCode.REFUSED,
                        "waited " + patience.toSeconds() + " s in vain until " + condition);
            }
            TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
            found = source.get();
        }
        return found.get();
    }
}
