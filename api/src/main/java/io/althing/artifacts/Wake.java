package io.althing.artifacts;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Lets threads sleep until something happened since they last looked. */
final class Wake {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long count;

    /** How often something happened so far. */
    long now() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    /** Says that something happened. */
    void signal() {
        lock.lock();
        try {
            count++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Sleeps until something happened after {@code seen} or the time is over. */
    void await(long seen, Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (count == seen && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Sleeps until something happened after {@code seen}. */
    void await(long seen) throws InterruptedException {
        await(seen, Duration.ofNanos(TimeUnit.DAYS.toNanos(36_500)));
    }
}
