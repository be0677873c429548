package io.althing.security;

import io.althing.registry.Actor;
import io.althing.registry.Region;
import io.althing.registry.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * One line of a token file: who holds the token with this digest.
 *
 * @param sha256 of the token's UTF-8 bytes; the token itself is kept nowhere
 * @param region empty for people and services
 */
public record TokenEntry(Sha256 sha256, String id, Actor.Kind kind, Optional<Region> region, List<Actor.Role> roles) {
    /** Copies the roles. */
    public TokenEntry {
        roles = List.copyOf(roles);
    }

    /** Who a request with this token comes from. */
    public Actor actor() {
        return new Actor(id, kind, region, roles, "token", Optional.empty());
    }

    /** The digest under which a token is listed. */
    public static Sha256 digest(String token) {
        return new Sha256(HexFormat.of().formatHex(newDigest().digest(token.getBytes(StandardCharsets.UTF_8))));
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
