package io.althing.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The secrets people use: the content of {@code tokens.json}, principal to token. The file is for its owner alone; nodes know only
 * the tokens' digests.
 */
public final class Tokens {
    private final SortedMap<String, String> byPrincipal;

    /** Takes a copy. */
    public Tokens(Map<String, String> byPrincipal) {
        this.byPrincipal = new TreeMap<>(byPrincipal);
    }

    /**
     * Reads the file; a missing one holds no tokens.
     *
     * @throws UserError if the file is broken or others may read it
     */
    public static Tokens read(Path file) {
        if (!Files.exists(file)) {
            return new Tokens(Map.of());
        }
        try {
            JsonNode json = Json.mapper().readTree(Files.readString(file));
            var tokens = new TreeMap<String, String>();
            json.properties().forEach(f -> tokens.put(f.getKey(), f.getValue().asText()));
            return new Tokens(tokens);
        } catch (JsonProcessingException e) {
            throw new UserError(ExitCode.USAGE, file + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UserError(ExitCode.USAGE, file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Writes the file, readable by its owner only. */
    public void write(Path file) throws IOException {
        Json.writeAtomically(file, Json.pretty(byPrincipal) + "\n", true);
    }

    /** A principal's token, if the file has it. */
    public Optional<String> of(String principal) {
        return Optional.ofNullable(byPrincipal.get(principal));
    }

    /** Every principal with its token. */
    public SortedMap<String, String> all() {
        return new TreeMap<>(byPrincipal);
    }

    @Override
    public String toString() {
        return "tokens of " + byPrincipal.keySet();
    }
}
