package io.althing.registry;

import java.util.Optional;

/**
 * One request to change the registry, as it is written to the log.
 *
 * @param requestId chosen by the caller; the same id from the same caller is answered with the first result
 * @param node the node that received it
 * @param expectedRevision the revision the caller saw, for compare-and-set
 */
public record Proposal(String requestId, Actor actor, NodeId node, Optional<Long> expectedRevision, Command command) {
    /** @throws IllegalArgumentException if the request id is blank or longer than 128 characters */
    public Proposal {
        if (requestId.isBlank() || requestId.length() > 128) {
            throw new IllegalArgumentException("a request id must have 1 to 128 characters");
        }
    }
}
