package io.althing.store;

import io.althing.registry.Outcome;
import java.util.Optional;

/**
 * What became of a proposal.
 *
 * @param index its log index; for a repeated request that of the first
 * @param auditIndex its position in the audit log, if it has one
 * @param repeated whether the request had been answered before
 */
public record Receipt(long index, Optional<Long> auditIndex, Outcome outcome, boolean repeated) {}
