package io.althing.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.althing.client.ApiClient;
import io.althing.client.Call;
import io.althing.client.ExitCode;
import io.althing.client.Json;
import io.althing.client.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code althing version …}. */
@Command(name = "version", mixinStandardHelpOptions = true, description = "Register versions of a model.")
final class VersionCommands {
    /** What a registration says beside the file. */
    static final class About {
        @Option(names = "--file", required = true, paramLabel = "FILE", description = "the model, in ONNX form")
        @SuppressWarnings("NullAway.Init")
        private Path file;

        @Option(names = "--io-schema", required = true, paramLabel = "FILE", description = "JSON: {\"inputs\": [{\"name\", \"datatype\", \"shape\"}], \"outputs\": […]}")
        @SuppressWarnings("NullAway.Init")
        private Path schema;

        @Option(names = "--lineage", paramLabel = "FILE", description = "JSON: where the version comes from")
        private Optional<Path> lineage = Optional.empty();

        @Option(names = "--metric", paramLabel = "NAME=VALUE", description = "a training metric; may be repeated")
        private Map<String, String> metrics = Map.of();

        @Option(names = "--format", defaultValue = "onnx", description = "the file's format (default: ${DEFAULT-VALUE})")
        private String format = "onnx";

        @Option(names = "--description", defaultValue = "")
        private String description = "";
    }

    @Command(description = "Store a model file in every region and register it as a version.")
    int register(@Mixin ClusterOptions cluster, @Parameters(paramLabel = "MODEL") String model,
            @Parameters(paramLabel = "VERSION") String version, @Mixin About about) {
        byte[] bytes = read(about.file);
        String digest = sha256(bytes);
        ObjectNode body = Json.object().put("version", version).put("description", about.description);
        body.putArray("artifacts").addObject().put("name", about.file.getFileName().toString())
                .put("format", about.format)
                .put("digest", digest).put("size", bytes.length);
        body.set("ioSchema", json(about.schema));
        body.set("lineage", about.lineage.map(VersionCommands::json).orElseGet(VersionCommands::noLineage));
        body.set("metrics", Json.tree(about.metrics));
        ApiClient client = cluster.client("operator");
        client.need(Call.putBytes("/v1/artifacts/" + digest, bytes));
        Call call = Call.post("/v1/models/" + model + "/versions", body).withKey(UUID.randomUUID().toString());
        return cluster.print(client.need(call), Views::version);
    }

    @Command(description = "List the versions of a model.")
    int list(@Mixin ClusterOptions cluster, @Parameters(paramLabel = "MODEL") String model) {
        return cluster.print(cluster.reader().need(Call.get("/v1/models/" + model + "/versions")), Views::versions);
    }

    private static JsonNode noLineage() {
        return Json.object();
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UserError(ExitCode.USAGE, file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static JsonNode json(Path file) {
        try {
            return Json.mapper().readTree(read(file));
        } catch (JsonProcessingException e) {
            throw new UserError(ExitCode.USAGE, file + ", line " + e.getLocation().getLineNr() + ": "
                    + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UserError(ExitCode.USAGE, file + " cannot be read: " + e.getMessage(), e);
        }
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
