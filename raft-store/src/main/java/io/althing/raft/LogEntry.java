package io.althing.raft;

/**
 * One committed proposal, as every node sees it.
 *
 * @param index its place in the log, from 1; gaps are entries of Raft itself
 * @param term the term it was proposed in
 * @param stampMillis the leader's clock when it was appended, in milliseconds since the epoch; not monotone across leaders
 * @param payload the proposer's bytes; the receiver must not change the array
 */
@SuppressWarnings("ArrayRecordComponent")
public record LogEntry(long index, long term, long stampMillis, byte[] payload) {}
