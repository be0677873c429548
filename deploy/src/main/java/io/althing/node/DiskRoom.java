package io.althing.node;

/**
 * How full a disk is.
 *
 * @param usable bytes this process may still write
 * @param total bytes the disk has
 */
record DiskRoom(long usable, long total) {
    private static final long ONE_IN = 20;

    /** Whether less than 5 % is free: a leader whose disk fills up would take the cluster's writes down with it. */
    boolean low() {
        return usable < total / ONE_IN;
    }

    /** For messages. */
    @Override
    public String toString() {
        return (usable >> 20) + " of " + (total >> 20) + " MiB free";
    }
}
