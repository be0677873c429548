package io.althing.raft.transport;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what was refused, and logs each kind of refusal from one host at most once a minute. */
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int MOST_REMEMBERED = 1000;

    private final Map<String, Long> lastLogged = new ConcurrentHashMap<>();
    private final Map<Kind, Long> counts = new ConcurrentHashMap<>();
    private final LongSupplier nanos;

    /** What was wrong. */
    enum Kind {
        NOT_OUR_PROTOCOL, UNKNOWN_MESSAGE, DAMAGED_MESSAGE, WRONG_IDENTITY, WRONG_SENDER, TOO_MANY_CONNECTIONS, NOT_READING, NO_HANDSHAKE, OVERLOADED
    }

    Refusals(LongSupplier nanos) {
        this.nanos = nanos;
    }

    void refuse(Kind kind, String host, String reason) {
        counts.merge(kind, 1L, Long::sum);
        long now = nanos.getAsLong();
        if (lastLogged.size() > MOST_REMEMBERED) {
            lastLogged.clear();
        }
        Long before = lastLogged.put(kind + " " + host, now);
        if (before == null || now - before > QUIET_NANOS) {
            LOG.warn("refused {}: {}; more of the same from there is counted but not logged for a minute", host,
                    reason);
        } else {
            lastLogged.put(kind + " " + host, before);
        }
    }

    long count(Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }
}
