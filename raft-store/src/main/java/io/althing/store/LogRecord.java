package io.althing.store;

import java.time.Instant;

/**
 * One committed entry of the replicated log.
 *
 * @param stamp the leader's clock when it entered the log
 * @param payload an encoded proposal
 */
@SuppressWarnings("ArrayRecordComponent")
public record LogRecord(long index, Instant stamp, byte[] payload) {}
