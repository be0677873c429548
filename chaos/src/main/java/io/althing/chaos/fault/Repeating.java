package io.althing.chaos.fault;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does something again and again until it is stopped. */
final class Repeating {
    private static final Logger LOG = LoggerFactory.getLogger(Repeating.class);

    private final CountDownLatch stop = new CountDownLatch(1);
    private final AtomicInteger done = new AtomicInteger();
    private final Thread thread;

    /** Something that may fail now and then. */
    interface Step {
        void run(int round) throws IOException, InterruptedException;
    }

    private Repeating(Duration every, Step step) {
        thread = Thread.ofPlatform().daemon().name("repeating fault").unstarted(() -> run(every, step));
    }

    static Repeating every(Duration pause, Step step) {
        var repeating = new Repeating(pause, step);
        repeating.thread.start();
        return repeating;
    }

    private void run(Duration every, Step step) {
        try {
            do {
                try {
                    step.run(done.getAndIncrement());
                } catch (IOException | RuntimeException e) {
                    LOG.info("a repeated fault failed this time: {}", e.getMessage());
                }
            } while (!stop.await(every.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            LOG.debug("a repeated fault was interrupted");
        }
    }

    /** Returns when the last round is over. */
    void stop() throws InterruptedException {
        stop.countDown();
        thread.join();
    }
}
