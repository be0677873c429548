package io.althing.registry;

/** The rollout of a model that has not ended, so that finding it needs no scan. */
public record ActiveRollout(ModelName model, RolloutId rollout) {}
