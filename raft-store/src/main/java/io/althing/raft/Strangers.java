package io.althing.raft;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns away nodes that this one's newest configuration does not know, and tells of each at most once a minute. */
final class Strangers {
    private static final Logger LOG = LoggerFactory.getLogger(Strangers.class);
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int MOST_REMEMBERED = 1000;

    private final Predicate<String> member;
    private final LongSupplier nanos;
    private final Map<String, Long> lastTold = new ConcurrentHashMap<>();

    /** @param member whether a sender, as Raft names it, votes or learns here */
    Strangers(Predicate<String> member, LongSupplier nanos) {
        this.member = member;
        this.nanos = nanos;
    }

    static String why(String sender) {
        return sender + " is no member";
    }

    /** Whether the sender must not be heard; {@code what} it sent goes into the log. */
    boolean turnedAway(String sender, String what) {
        if (member.test(sender)) {
            return false;
        }
        long now = nanos.getAsLong();
        if (lastTold.size() > MOST_REMEMBERED) {
            lastTold.clear();
        }
        Long told = lastTold.merge(sender + " " + what, now,
                (before, later) -> later - before > QUIET_NANOS ? later : before);
        if (told == now) {
            LOG.info(
                    "refused {} {}: it is no member by this node's configuration; add it first, or it has been removed;"
                            + " more of the same is not logged for a minute",
                    sender, what);
        }
        return true;
    }
}
