package io.althing.audit;

import java.time.Instant;
import java.util.List;

/** Whether a {@link TrustPolicy} believes a checkpoint. */
public sealed interface Trust {
    /**
     * Believed.
     *
     * @param checkpoint
     *            what the note says
     * @param cosignatures
     *            every good cosignature by a witness of the policy
     */
    record Trusted(Checkpoint checkpoint, List<Cosignature> cosignatures) implements Trust {
        /** Copies the list. */
        public Trusted {
            cosignatures = List.copyOf(cosignatures);
        }
    }

    /** Not believed, and why. */
    record Untrusted(String reason) implements Trust {}

    /** Who cosigned, by the policy's name for the witness, and when. */
    record Cosignature(String witness, Instant time) {}
}
