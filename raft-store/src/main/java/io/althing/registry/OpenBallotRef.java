package io.althing.registry;

/** A ballot that is still open, so that finding it needs no scan. */
public record OpenBallotRef(BallotId ballot, RolloutId rollout, long deadline) {}
