package io.althing.raft;

import java.time.Duration;

/**
 * What may be tuned. What may not is fixed in {@link JraftOptions}: the log and the vote are synced to disk before they count, entries
 * carry checksums, reads ask a quorum.
 */
public record RaftSettings(Timing timing, Snapshots snapshots, Limits limits) {

    /**
     * The same on all members. Election timeout: at least ten round trips between the farthest voters.
     *
     * @param election a follower that hears no leader for this long stands for election; heartbeats are a tenth of it
     * @param electionSpread the most that is added at random
     * @param connect how long a connection attempt may take
     * @param rpc how long an ordinary message between nodes may take
     */
    public record Timing(Duration election, Duration electionSpread, Duration connect, Duration rpc) {

        public Timing {
            if (election.toMillis() < 50) {
                throw new IllegalArgumentException("timing.election must be at least 50 ms, not " + election);
            }
        }

        /** For nodes up to 30 ms apart. */
        public static Timing regional() {
            return new Timing(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1),
                    Duration.ofSeconds(5));
        }

        /** For nodes up to 100 ms apart. */
        public static Timing continental() {
            return new Timing(Duration.ofMillis(2500), Duration.ofMillis(1500), Duration.ofSeconds(2),
                    Duration.ofSeconds(5));
        }

        /** For nodes up to 250 ms apart. */
        public static Timing global() {
            return new Timing(Duration.ofSeconds(5), Duration.ofMillis(2500), Duration.ofSeconds(3),
                    Duration.ofSeconds(10));
        }
    }

    /**
     * @param interval how often a snapshot is taken, if {@code margin} entries have come since the last
     * @param bytesPerSecond how fast a snapshot is sent to a lagging node, so that heartbeats get through
     * @param install how long sending one may take in all
     */
    public record Snapshots(Duration interval, int margin, long bytesPerSecond, Duration install) {

        static Snapshots standard() {
            return new Snapshots(Duration.ofMinutes(10), 20_000, 64L << 20, Duration.ofMinutes(30));
        }
    }

    /**
     * @param logCacheBytes how much of the log's tail is kept in memory
     * @param maxReadLag a node further behind than this many entries answers no linearizable read
     * @param inFlight messages on the way to one follower
     * @param rpcThreads threads that serve other nodes' messages
     */
    public record Limits(long logCacheBytes, int maxReadLag, int inFlight, int rpcThreads) {

        static Limits standard() {
            return new Limits(128L << 20, 10_000, 256, 4);
        }
    }

    /** For three regions up to 30 ms apart on small machines. */
    public static RaftSettings defaults() {
        return new RaftSettings(Timing.regional(), Snapshots.standard(), Limits.standard());
    }

    /** The same with another timing. */
    public RaftSettings with(Timing other) {
        return new RaftSettings(other, snapshots, limits);
    }

    /** The same with another snapshot rhythm. */
    public RaftSettings with(Snapshots other) {
        return new RaftSettings(timing, other, limits);
    }

    /** The same with other limits. */
    public RaftSettings with(Limits other) {
        return new RaftSettings(timing, snapshots, other);
    }
}
