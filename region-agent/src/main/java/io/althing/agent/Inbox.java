package io.althing.agent;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** Brings answers from other threads to the agent's own. */
final class Inbox {
    private final Queue<Runnable> letters = new ConcurrentLinkedQueue<>();
    private final Runnable wake;

    /** @param wake called, on any thread, when something came in */
    Inbox(Runnable wake) {
        this.wake = wake;
    }

    /** Has the answer taken on the agent's thread; a future that fails against its contract counts as an unknown outcome. */
    <T> void when(CompletableFuture<Answer<T>> future, Consumer<Answer<T>> take) {
        CompletableFuture<Answer<T>> unused = future.whenComplete((answer,
                failure) -> post(() -> take.accept(failure == null
                        ? answer
                        : new Answer.Unknown<>(String.valueOf(failure.getMessage())))));
    }

    void post(Runnable letter) {
        letters.add(letter);
        wake.run();
    }

    /** Takes everything that came in; whether there was anything. */
    boolean takeAll() {
        boolean any = false;
        for (Runnable letter = letters.poll(); letter != null; letter = letters.poll()) {
            letter.run();
            any = true;
        }
        return any;
    }
}
