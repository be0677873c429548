package io.althing.store;

import io.althing.registry.Sha256;

/**
 * What a replica had become at an index: the digest chained over everything applied up to it. Replicas of one log have the same at the
 * same index, or one of them is wrong for good.
 */
public record DigestMark(long index, Sha256 digest) {}
