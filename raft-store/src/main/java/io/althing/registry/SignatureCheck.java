package io.althing.registry;

/** Says whether a signature is good. Pure: the same arguments always give the same answer on every machine. */
@FunctionalInterface
public interface SignatureCheck {
    /**
     * @param publicKey Ed25519, raw 32 bytes in base64
     * @param statement the text that was signed, as UTF-8
     */
    boolean verifies(String publicKey, String statement, Signature signature);
}
