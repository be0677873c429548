package io.althing.raft;

/** A proposal that is in the log for good, applied on the node that led, and what it yielded. */
public record Committed<R>(long index, long term, R result) {}
