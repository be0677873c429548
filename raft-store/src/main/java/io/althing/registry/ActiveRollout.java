package io.althing.registry;

/** Names a model's rollout that has not ended, or its latest one, so that finding it needs no scan. */
public record ActiveRollout(ModelName model, RolloutId rollout) {}
