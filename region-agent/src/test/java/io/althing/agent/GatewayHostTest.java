package io.althing.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.canary.ReferenceProfile;
import io.althing.canary.ReferenceSketch;
import io.althing.codec.RecordJson;
import io.althing.foresight.ReferenceBlob;
import io.althing.registry.Artifact;
import io.althing.registry.Blob;
import io.althing.registry.ModelName;
import io.althing.registry.Region;
import io.althing.registry.Sha256;
import io.althing.registry.VersionId;
import io.althing.serving.ArtifactCache;
import io.althing.serving.FeedbackSink;
import io.althing.serving.FileFenceStore;
import io.althing.serving.Gateway;
import io.althing.serving.GatewayParts;
import io.althing.serving.GatewaySettings;
import io.althing.serving.OnnxRuntimeModels;
import io.althing.telemetry.FeedbackJoin;
import io.althing.telemetry.Telemetry;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class GatewayHostTest {
    private static final ModelName DIGITS = new ModelName("digits");
    private static final VersionId V1 = new VersionId("v1");
    private static final ReferenceProfile PROFILE = ReferenceProfile.of(List.of(ReferenceSketch.of("input[0]",
            IntStream.range(0, 100).mapToDouble(i -> i).toArray())));

    @TempDir
    Path directory = Path.of("");
    private final TreeMap<Sha256, Blob> store = new TreeMap<>();

    private Artifact artifact(String name, String format, Blob blob) {
        store.put(blob.digest(), blob);
        return new Artifact(name, format, blob.digest(), blob.bytes().length);
    }

    private Optional<ReferenceProfile> installedWith(Blob profile) throws Exception {
        byte[] model;
        try (InputStream in = Objects
                .requireNonNull(Gateway.class.getResourceAsStream("/io/althing/serving/digits-v1.onnx"))) {
            model = in.readAllBytes();
        }
        List<Artifact> artifacts = List.of(artifact(ReferenceBlob.NAME, "json", profile),
                artifact("model.onnx", "onnx", Blob.of(model)));
        ArtifactCache cache = ArtifactCache.open(directory.resolve("artifacts"), this::open);
        Vertx vertx = Vertx.vertx();
        var telemetry = new Telemetry(new FeedbackJoin.Settings(Duration.ofSeconds(1), 100), () -> 0);
        GatewayParts parts = new GatewayParts(vertx, new OnnxRuntimeModels(),
                FileFenceStore.open(directory.resolve("fences")), telemetry, FeedbackSink.none(),
                GatewayParts.Chance.system(), Optional.empty());
        try (Gateway gateway = new Gateway(
                GatewaySettings.standard(new Region("eu-west"), new GatewaySettings.Address("127.0.0.1", 0)), parts)) {
            VersionHost host = VersionHost.gateway(gateway, cache);
            host.install(DIGITS, V1, artifacts);
            assertThat(gateway.installed(DIGITS)).containsExactly(V1);
            return host.profile(DIGITS, V1);
        } finally {
            vertx.close().await();
        }
    }

    private InputStream open(Sha256 digest) throws IOException {
        Blob blob = store.get(digest);
        if (blob == null) {
            throw new IOException("no artifact " + digest);
        }
        return new ByteArrayInputStream(blob.bytes());
    }

    @Test
    void what_training_showed_comes_with_the_version_whatever_the_order_of_its_artifacts() throws Exception {
        assertThat(installedWith(ReferenceBlob.write(new RecordJson(), PROFILE))).contains(PROFILE);
    }

    @Test
    void a_version_serves_though_its_profile_is_damaged() throws Exception {
        assertThat(installedWith(Blob.of("{}".getBytes(StandardCharsets.UTF_8)))).isEmpty();
    }
}
