package io.althing.chaos.script;

import com.fasterxml.jackson.databind.JsonNode;
import io.althing.client.Json;
import io.althing.client.UserError;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A cluster of somebody's own: where its nodes are, and by which commands this machine hurts them.
 *
 * @param nodes by name, in the order of the file
 * @param token of an administrator
 * @param electionTimeout of its nodes, which bounds on recovery are counted in
 * @param commands by name, see {@link #COMMANDS}
 */
record TargetConfig(Map<String, Node> nodes, String token, Duration electionTimeout, Map<String, String> commands) {
    /** What a command may be called; {@code {node}}, and in {@code cut} {@code {from}} and {@code {to}}, stand for nodes. */
    static final List<String> COMMANDS = List.of("kill", "stop", "start", "pause", "resume", "cut", "heal");

    /** A node. */
    record Node(String region, URI api) {}

    /**
     * Reads it.
     *
     * @throws UserError naming the file, what is wrong with it, and what to write
     */
    static TargetConfig read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw UserError
                    .usage("there is no file " + file + "; --target takes a YAML file with nodes and a tokenFile");
        }
        JsonNode tree = tree(file);
        Map<String, Node> nodes = new LinkedHashMap<>();
        tree.path("nodes").properties().forEach(node -> nodes.put(node.getKey(), new Node(
                text(file, node.getValue(), node.getKey() + ".region"), uri(file, node.getKey(), node.getValue()))));
        if (nodes.isEmpty()) {
            throw UserError.usage(file + ": 'nodes' must name at least one node with its region and api");
        }
        Map<String, String> commands = new TreeMap<>();
        tree.path("commands").properties().forEach(command -> {
            if (!COMMANDS.contains(command.getKey())) {
                throw UserError.usage(file + ": there is no command '" + command.getKey() + "'; they are " + COMMANDS);
            }
            commands.put(command.getKey(), command.getValue().asText());
        });
        Path token = file.toAbsolutePath().resolveSibling(text(file, tree, "tokenFile"));
        if (!Files.isReadable(token)) {
            throw UserError.usage(file + ": tokenFile " + token + " cannot be read; it holds an administrator's token");
        }
        return new TargetConfig(nodes, Files.readString(token).strip(),
                DrillScript.time(tree.path("electionTimeout").asText("1s")), commands);
    }

    private static JsonNode tree(Path file) throws IOException {
        try {
            Object loaded = new Load(LoadSettings.builder().setLabel(file.toString()).build())
                    .loadFromString(Files.readString(file));
            return Json.tree(Optional.ofNullable(loaded).orElse(Map.of()));
        } catch (YamlEngineException e) {
            throw UserError.usage(file + " is no YAML: " + e.getMessage());
        }
    }

    private static String text(Path file, JsonNode node, String field) {
        String value = node.path(field.substring(field.lastIndexOf('.') + 1)).asText();
        if (value.isEmpty()) {
            throw UserError.usage(file + ": '" + field + "' is missing");
        }
        return value;
    }

    private static URI uri(Path file, String name, JsonNode node) {
        String api = text(file, node, name + ".api");
        try {
            return URI.create(api);
        } catch (IllegalArgumentException e) {
            throw UserError.usage(file + ": '" + name + ".api' is no URL: " + api);
        }
    }
}
