package io.althing.audit;

import java.io.IOException;
import java.util.Optional;

/** A monitor's memory: the newest checkpoint it accepted, as served. */
public interface MonitorStore {
    /** What was kept last. */
    Optional<byte[]> kept() throws IOException;

    /** Keeps this instead; durable when it returns. */
    void keep(byte[] checkpoint) throws IOException;
}
