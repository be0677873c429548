package io.althing.raft.transport;

import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.netty.handler.ssl.NotSslRecordException;

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
        NO_TLS, NO_CERTIFICATE, FOREIGN_CERTIFICATE, EXPIRED_CERTIFICATE, NO_HANDSHAKE, WRONG_IDENTITY, WRONG_SENDER, NOT_OUR_PROTOCOL, UNKNOWN_MESSAGE, DAMAGED_MESSAGE, NOT_READING, TOO_MANY_CONNECTIONS, OVERLOADED
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

    /** A handshake that ended before there was a connection to name; {@link TellingTrust} has told of certificates already. */
    void handshakeFailed(Throwable failure) {
        String who = "a caller";
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof NotSslRecordException || failure.getCause() instanceof NotSslRecordException) {
            refuse(Kind.NO_TLS, who, "it does not speak TLS");
        } else if (message.contains("Empty client certificate chain")) {
            refuse(Kind.NO_CERTIFICATE, who, "it showed no certificate");
        } else if (failure instanceof ClosedChannelException) {
            refuse(Kind.NO_HANDSHAKE, who, "it hung up during the TLS handshake");
        } else if (!aboutCertificate(failure)) {
            refuse(Kind.NO_HANDSHAKE, who, "its TLS handshake failed: " + message);
        }
    }

    private static boolean aboutCertificate(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof CertificateException) {
                return true;
            }
        }
        return false;
    }

    /** How much of each kind was refused so far. */
    Map<String, Long> counts() {
        Map<String, Long> all = new TreeMap<>();
        for (Kind kind : Kind.values()) {
            all.put(kind.name().toLowerCase(Locale.ROOT), count(kind));
        }
        return all;
    }

    long count(Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }
}
