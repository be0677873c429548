package io.althing.registry;

/** One key-value note on a model. */
public record Tag(ModelName model, String key, String value, long revision) {}
