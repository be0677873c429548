package io.althing.node;

/**
 * How full a disk is.
 *
 * @param usable bytes this process may still write
 * @param total bytes the disk has
 */
record DiskRoom(long usable, long total) {
    private static final long ONE_IN = 20;
    private static final long FLOOR = 512L << 20;

    /** Whether less than 5 % or 512 MiB are free: a leader whose disk fills up would take the cluster's writes down with it. */
    boolean low() {
        return usable < Math.max(total / ONE_IN, FLOOR);
    }

    /** For messages. */
    @Override
    public String toString() {
        return (usable >> 20) + " of " + (total >> 20) + " MiB free";
    }
}
