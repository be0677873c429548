package io.althing.checkpoint;

import io.althing.audit.CosignStore;
import io.althing.audit.NoteKey;
import io.althing.audit.NoteSigner;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a node takes part in signing the audit log.
 *
 * @param log signs checkpoints as the log
 * @param trust whose cosignatures count
 * @param cosigning empty on a node that does not cosign for its region
 * @param peers bases of the other nodes' APIs
 * @param outside witnesses of other operators that are shown every checkpoint
 * @param kept where the newest checkpoint survives a restart
 */
public record CheckpointSettings(NoteSigner log, TrustVersions trust, Optional<Cosigning> cosigning, List<URI> peers,
        List<Outside> outside, Path kept, Pace pace) {
    /** Copies the lists. */
    public CheckpointSettings {
        peers = List.copyOf(peers);
        outside = List.copyOf(outside);
    }

    /**
     * A region's cosigning key and what it signed so far.
     *
     * @param memory durable; used by nobody else
     */
    public record Cosigning(NoteSigner key, CosignStore memory, Clock clock) {}

    /**
     * A witness of another operator.
     *
     * @param prefix what stands before {@code /add-checkpoint}
     */
    public record Outside(URI prefix, NoteKey key) {}

    /**
     * How often and how long.
     *
     * @param every how often it is looked whether there is something new
     * @param answer how long a cosigner may take
     * @param grace how long further cosignatures are waited for once there are enough
     */
    public record Pace(Duration every, Duration answer, Duration grace) {
        /** Every second; 2 s for an answer, 300 ms for those who are late. */
        public static Pace standard() {
            return new Pace(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofMillis(300));
        }
    }
}
