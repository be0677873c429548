package io.althing.registry;

/**
 * A region's policy file as its region proposed it.
 *
 * @param digest SHA-256 of the file's bytes, under which they are kept as a blob
 * @param basedOn the epoch in force when it was written
 */
public record RegionPolicyFile(RegionPolicy policy, Sha256 digest, long basedOn, long revision) {}
