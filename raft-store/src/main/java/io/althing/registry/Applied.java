package io.althing.registry;

import java.time.Instant;

/**
 * Where and when a proposal is applied.
 *
 * @param index its place in the log
 * @param stamp the leader's clock when it entered the log
 * @param time state time: the greater of the stamp and every earlier one
 */
public record Applied(long index, Instant stamp, Instant time) {}
