package io.althing.store;

import io.althing.registry.SignatureCheck;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Checks regions' signatures with the platform's Ed25519 (RFC 8032). Pure in its answers; keys are decoded once and remembered. */
public final class Ed25519Check implements SignatureCheck {
    private static final byte[] SPKI_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final int KEY_BYTES = 32;

    private final Map<String, Optional<PublicKey>> keys = new ConcurrentHashMap<>();

    @Override
    public boolean verifies(String publicKey, String statement, io.althing.registry.Signature signature) {
        Optional<PublicKey> key = keys.computeIfAbsent(publicKey, Ed25519Check::decode);
        Optional<byte[]> bytes = base64(signature.value());
        if (key.isEmpty() || bytes.isEmpty()) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key.get());
            verifier.update(statement.getBytes(StandardCharsets.UTF_8));
            return verifier.verify(bytes.get());
        } catch (SignatureException malformed) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform since 15 has Ed25519", e);
        }
    }

    private static Optional<PublicKey> decode(String publicKey) {
        return base64(publicKey).filter(raw -> raw.length == KEY_BYTES).flatMap(raw -> {
            byte[] spki = ByteBuffer.allocate(SPKI_PREFIX.length + KEY_BYTES).put(SPKI_PREFIX).put(raw).array();
            try {
                return Optional.of(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki)));
            } catch (InvalidKeySpecException notAPoint) {
                return Optional.empty();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java platform since 15 has Ed25519", e);
            }
        });
    }

    private static Optional<byte[]> base64(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
