package io.althing.checkpoint;

import io.althing.audit.WitnessAnswer;
import java.io.IOException;

/** A way to ask one cosigner for its cosignature. */
@FunctionalInterface
interface WitnessLink {
    /**
     * Sends a request of C2SP tlog-witness and waits for what it is answered with.
     *
     * @throws IOException if there is no answer
     */
    WitnessAnswer addCheckpoint(byte[] body) throws IOException, InterruptedException;
}
