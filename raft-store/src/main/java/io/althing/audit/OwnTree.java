package io.althing.audit;

import java.util.Optional;

/** What a cosigner knows of a log by its own computation. */
@FunctionalInterface
public interface OwnTree {
    /** The head this node computed for that size; empty if it has not applied so much yet. */
    Optional<TreeHead> head(long size);
}
