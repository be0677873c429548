package io.althing.node;

import io.althing.security.TokenFile;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks every second whether the token file changed, so that a revoked token is refused without a restart. */
final class TokenWatch implements AutoCloseable {
    private final ScheduledExecutorService thread;

    private TokenWatch(ScheduledExecutorService thread) {
        this.thread = thread;
    }

    static TokenWatch start(TokenFile tokens) {
        ScheduledExecutorService thread = Executors
                .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("token-file").daemon(true).factory());
        var unused = thread.scheduleWithFixedDelay(tokens::refresh, 1, 1, TimeUnit.SECONDS);
        return new TokenWatch(thread);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
