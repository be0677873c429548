package io.althing.registry;

/** That a version was the stable one in a region: a place to go back to. */
public record Served(ModelName model, Region region, VersionId version, long firstIndex, long lastIndex) {}
