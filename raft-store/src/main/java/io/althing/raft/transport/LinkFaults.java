package io.althing.raft.transport;

/**
 * What goes wrong on purpose between nodes: a hook for drills, which see each message before it is sent. Only the drills' own
 * composition passes anything but {@link #none}.
 */
@FunctionalInterface
public interface LinkFaults {

    /**
     * Decides about one message.
     *
     * @param peer who receives it: {@code node.region@host} for requests, {@code node.region} for responses; for responses on a
     *        plaintext wire, where the receiver is not proven, its address
     * @param number the message's number in {@link MessageTable}
     */
    Fate fate(Direction direction, String peer, int number);

    /** Which way a message goes. */
    enum Direction {
        REQUEST, RESPONSE
    }

    /**
     * What happens to a message.
     *
     * @param copies 0 drops it, 1 sends it, 2 sends it twice
     * @param delayMillis how long it is held back; messages held back by different times change their order
     */
    record Fate(int copies, long delayMillis) {
        public static final Fate DELIVER = new Fate(1, 0);
        public static final Fate DROP = new Fate(0, 0);

        /** Sent once, later. */
        public static Fate delayed(long millis) {
            return new Fate(1, millis);
        }
    }

    /** Everything arrives. */
    static LinkFaults none() {
        return (direction, peer, number) -> Fate.DELIVER;
    }
}
