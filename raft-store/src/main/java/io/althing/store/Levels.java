package io.althing.store;

/**
 * Feature levels as one replica has them.
 *
 * @param agreed the cluster's, at the replica's applied index
 * @param ofBuild the newest that the replica's build knows; never less
 */
public record Levels(int agreed, int ofBuild) {}
