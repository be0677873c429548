package io.althing.agent;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Who writes the journal while the agent waits, and how long it waits. One caller at a time. Writes run one after the other; one that
 * takes longer than the patience goes on after the caller was let go.
 */
public interface JournalWriter extends AutoCloseable {
    /**
     * Has a write run, unless an earlier one is still under way, and waits for the one that runs.
     *
     * @param write throws nothing that is expected
     * @return whether it ended, and ended well, within the patience
     */
    boolean write(Runnable write, Duration patience);

    /** Lets what was begun go on, and takes nothing more. */
    @Override
    void close();

    /** A thread of the journal's own. */
    static JournalWriter thread() {
        return new OwnThread();
    }

    /** The real thing. */
    final class OwnThread implements JournalWriter {
        private final ExecutorService thread = Executors
                .newSingleThreadExecutor(Thread.ofPlatform().name("journal").daemon(true).factory());
        private Optional<Future<?>> writing = Optional.empty();

        private OwnThread() {}

        @Override
        public boolean write(Runnable write, Duration patience) {
            if (writing.filter(w -> !w.isDone()).isEmpty()) {
                writing = Optional.of(thread.submit(write));
            }
            try {
                writing.orElseThrow().get(patience.toMillis(), TimeUnit.MILLISECONDS);
                return true;
            } catch (TimeoutException | ExecutionException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        @Override
        public void close() {
            thread.shutdown();
        }
    }
}
