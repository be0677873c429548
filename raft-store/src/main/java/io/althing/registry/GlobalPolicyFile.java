package io.althing.registry;

/**
 * The global policy file as an administrator proposed it.
 *
 * @param digest SHA-256 of the file's bytes, under which they are kept as a blob
 */
public record GlobalPolicyFile(GlobalPolicy policy, Sha256 digest, long revision) {}
