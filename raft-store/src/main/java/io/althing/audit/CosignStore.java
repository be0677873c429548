package io.althing.audit;

import java.io.IOException;
import java.util.Optional;

/** A cosigner's memory: the head it cosigned last, for each log. Safe for use by many threads. */
public interface CosignStore {
    /**
     * The head last advanced to.
     *
     * @throws IOException
     *             if it cannot be read or is damaged; never answers empty instead
     */
    Optional<TreeHead> latest(String origin) throws IOException;

    /**
     * Replaces the head if it still is the expected one, atomically. When this returns true the new head survives a crash and a power cut.
     *
     * @return false, with nothing changed, if the head is another one by now
     * @throws IOException
     *             if it is not certain to be durable; it may or may not have changed, and nothing may be signed
     */
    boolean advance(String origin, Optional<TreeHead> expected, TreeHead next) throws IOException;
}
