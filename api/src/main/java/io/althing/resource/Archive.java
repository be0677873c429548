package io.althing.resource;

import java.io.IOException;
import java.util.Optional;

/** Where this node puts its oldest audit entries, as the process around the API has it. Any thread. */
public interface Archive {
    /**
     * How it stands.
     *
     * @param entries in the audit log here
     * @param cold the oldest of them, which lie in the cold store and no longer in the node's state
     * @param store empty if the node has none
     */
    record Standing(long entries, long cold, Optional<Store> store) {}

    /**
     * A cold store.
     *
     * @param place where it is, for people
     * @param keep how many of the newest entries stay in the node's state at least
     */
    record Store(String place, long keep) {}

    /** How it stands right now. */
    Standing standing();

    /**
     * Moves full bundles of 256 entries, the oldest first. Blocks while it writes.
     *
     * @param keep how many of the newest entries stay in the node's state at least
     * @param most bundles moved at most
     * @return bundles moved
     * @throws IOException if the cold store fails, or there is none; what was moved before stays moved
     */
    int move(long keep, int most) throws IOException;
}
