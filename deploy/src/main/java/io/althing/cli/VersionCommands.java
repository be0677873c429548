package io.althing.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.althing.client.ApiClient;
import io.althing.client.Call;
import io.althing.client.ExitCode;
import io.althing.client.Json;
import io.althing.client.UserError;
import io.althing.codec.RecordJson;
import io.althing.foresight.ReferenceBlob;
import io.althing.registry.Blob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
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

        @Option(names = "--reference-profile", paramLabel = "FILE", description = "what training showed, as `althing canary profile` writes it; rollouts compare requests with it")
        private Optional<Path> profile = Optional.empty();

        @Option(names = "--metric", paramLabel = "NAME=VALUE", description = "a training metric; may be repeated")
        private Map<String, String> metrics = Map.of();

        @Option(names = "--format", defaultValue = "onnx", description = "the file's format (default: ${DEFAULT-VALUE})")
        private String format = "onnx";

        @Option(names = "--description", defaultValue = "")
        private String description = "";

        List<Upload> uploads() {
            List<Upload> uploads = new ArrayList<>();
            uploads.add(new Upload(file.getFileName().toString(), format, read(file)));
            profile.ifPresent(path -> uploads.add(new Upload(ReferenceBlob.NAME, "json", profile(path))));
            return uploads;
        }
    }

    /** An artifact's file. */
    private record Upload(String name, String format, byte[] bytes) {
        String digest() {
            return sha256(bytes);
        }
    }

    private static byte[] profile(Path file) {
        byte[] bytes = read(file);
        try {
            ReferenceBlob.read(new RecordJson(), Blob.of(bytes));
            return bytes;
        } catch (RecordJson.Problem | IllegalArgumentException e) {
            throw new UserError(ExitCode.USAGE, file + " is no reference profile (" + e.getMessage()
                    + "); make one with `althing canary profile`", e);
        }
    }

    @Command(description = "Store a model file in every region and register it as a version.")
    int register(@Mixin ClusterOptions cluster, @Parameters(paramLabel = "MODEL") String model,
            @Parameters(paramLabel = "VERSION") String version, @Mixin About about) {
        List<Upload> uploads = about.uploads();
        ObjectNode body = Json.object().put("version", version).put("description", about.description);
        ArrayNode artifacts = body.putArray("artifacts");
        uploads.forEach(upload -> artifacts.addObject().put("name", upload.name()).put("format", upload.format())
                .put("digest", upload.digest()).put("size", upload.bytes().length));
        body.set("ioSchema", json(about.schema));
        body.set("lineage", about.lineage.map(VersionCommands::json).orElseGet(VersionCommands::noLineage));
        body.set("metrics", Json.tree(about.metrics));
        ApiClient client = cluster.client("operator");
        uploads.forEach(upload -> client.need(Call.putBytes("/v1/artifacts/" + upload.digest(), upload.bytes())));
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
