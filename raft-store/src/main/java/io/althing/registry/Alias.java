package io.althing.registry;

/** A movable pointer to a version, changed by compare-and-set on its revision. */
public record Alias(ModelName model, AliasName name, VersionId version, long revision) {}
