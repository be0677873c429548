package io.althing.security;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.althing.registry.Actor;
import io.althing.registry.Region;
import io.althing.registry.Sha256;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The token file's JSON: {@code {"tokens": [{"sha256": "…", "id": "ada", "kind": "person", "region": "eu-west", "roles": ["operator"]}]}}.
 * Kinds and roles are written in kebab-case; {@code region} may be absent; any other field is refused.
 */
public final class TokenFileFormat {
    private static final Set<String> FIELDS = Set.of("sha256", "id", "kind", "region", "roles");
    private static final JsonMapper JSON = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private TokenFileFormat() {}

    /** The file's text for these entries. */
    public static String write(List<TokenEntry> entries) {
        ObjectNode root = JSON.createObjectNode();
        ArrayNode tokens = root.putArray("tokens");
        for (TokenEntry entry : entries) {
            ObjectNode node = tokens.addObject().put("sha256", entry.sha256().value()).put("id", entry.id())
                    .put("kind", word(entry.kind()));
            entry.region().ifPresent(region -> node.put("region", region.value()));
            ArrayNode roles = node.putArray("roles");
            entry.roles().forEach(role -> roles.add(word(role)));
        }
        return root.toPrettyString() + "\n";
    }

    /** @throws IllegalArgumentException saying which entry and field is wrong */
    static List<TokenEntry> read(byte[] bytes) throws java.io.IOException {
        JsonNode root;
        try {
            root = JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it is not JSON: " + e.getOriginalMessage(), e);
        }
        JsonNode tokens = root.path("tokens");
        if (!tokens.isArray() || root.size() != 1) {
            throw new IllegalArgumentException("it must be an object with the one field 'tokens', a list");
        }
        List<TokenEntry> entries = new ArrayList<>();
        Set<Sha256> seen = new HashSet<>();
        for (int i = 0; i < tokens.size(); i++) {
            TokenEntry entry = entry("tokens[" + i + "]", tokens.get(i));
            if (!seen.add(entry.sha256())) {
                throw new IllegalArgumentException("tokens[" + i + "].sha256 is listed twice; give each its own token");
            }
            entries.add(entry);
        }
        return List.copyOf(entries);
    }

    private static TokenEntry entry(String at, JsonNode node) {
        node.fieldNames().forEachRemaining(name -> {
            if (!FIELDS.contains(name)) {
                throw new IllegalArgumentException(
                        at + "." + name + " is not a field; there are sha256, id, kind, region, roles");
            }
        });
        try {
            Optional<Region> region = node.has("region")
                    ? Optional.of(new Region(text(node, "region")))
                    : Optional.empty();
            List<Actor.Role> roles = new ArrayList<>();
            for (JsonNode role : node.path("roles")) {
                roles.add(Actor.Role.valueOf(constant(role.asText())));
            }
            var entry = new TokenEntry(new Sha256(text(node, "sha256")), text(node, "id"),
                    Actor.Kind.valueOf(constant(text(node, "kind"))), region, roles);
            entry.actor();
            return entry;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(at + ": " + e.getMessage(), e);
        }
    }

    private static String text(JsonNode node, String field) {
        if (!node.path(field).isTextual()) {
            throw new IllegalArgumentException("'" + field + "' must be a string");
        }
        return node.path(field).textValue();
    }

    private static String constant(String word) {
        return word.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
