package io.althing.raft;

/**
 * A moment in the log this node has reached: everything acknowledged before the read was asked for is at or below the index and
 * applied here.
 *
 * @param index the log index known to be committed when the read was asked for
 * @param term the newest term this node knew at that time
 */
public record ReadPoint(long index, long term) {}
