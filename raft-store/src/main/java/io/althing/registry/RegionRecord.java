package io.althing.registry;

/**
 * What the registry knows of a region.
 *
 * @param publicKey Ed25519, raw 32 bytes in base64; votes and policy files of the region are checked with it
 * @param absent an administrator declared the region gone: it counts in no quorum until it returns
 */
public record RegionRecord(Region region, String publicKey, boolean absent, boolean paused, long revision) {}
