package io.althing.registry;

/** An Ed25519 signature, 64 bytes in base64, over the text that {@link SignedStatement} writes. */
public record Signature(String value) {}
