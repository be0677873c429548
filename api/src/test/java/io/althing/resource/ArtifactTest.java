package io.althing.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.artifacts.ArtifactReplicator;
import io.althing.artifacts.Confirmation;
import io.althing.registry.Artifact;
import io.althing.registry.Blob;
import io.althing.registry.Command;
import io.althing.registry.ModelVersion;
import io.althing.registry.NodeId;
import io.althing.registry.Region;
import io.althing.registry.Sha256;
import io.althing.registry.Table;
import io.althing.registry.Town;
import io.althing.registry.VersionId;
import io.althing.store.Consistency;
import io.althing.store.RegistryStore;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ArtifactTest {
    private static final byte[] BYTES = bytes(300_000);
    private static final Sha256 DIGEST = Blob.of(BYTES).digest();
    private static final String PATH = "/v1/artifacts/" + DIGEST;
    private final List<ArtifactReplicator> replicators = new ArrayList<>();
    private TestRegion region;
    private Path data;

    @BeforeEach
    void start(@TempDir Path directory) {
        data = directory;
        region = TestRegion.start(directory);
        region.propose(Town.OPERATOR, new Command.CreateModel(Town.DIGITS, "", "olga"));
    }

    @AfterEach
    void stop() {
        replicators.forEach(ArtifactReplicator::close);
        region.close();
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new SplittableRandom(3).nextBytes(bytes);
        return bytes;
    }

    private Reply put(String path, byte[] bytes) {
        return region.as(Town.OPERATOR).send("PUT", path, HttpRequest.BodyPublishers.ofByteArray(bytes));
    }

    @Test
    void what_was_uploaded_is_downloaded_whole_or_in_part() {
        assertThat(put(PATH, BYTES).status()).isEqualTo(201);
        assertThat(put(PATH, BYTES).status()).isEqualTo(200);
        assertThat(region.anyone().get(PATH).bytes()).isEqualTo(BYTES);
        Reply part = region.anyone().with("Range", "bytes=100-199").get(PATH);
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.bytes()).isEqualTo(java.util.Arrays.copyOfRange(BYTES, 100, 200));
        Reply head = region.anyone().send("HEAD", PATH, HttpRequest.BodyPublishers.noBody());
        assertThat(head.header("Content-Length")).contains("300000");
    }

    @Test
    void other_bytes_than_announced_are_refused_and_not_kept() {
        Reply refused = put("/v1/artifacts/" + "a".repeat(64), BYTES);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.problem()).isEqualTo("wrong-digest");
        assertThat(region.anyone().get("/v1/artifacts/" + "a".repeat(64)).status()).isEqualTo(404);
    }

    @Test
    void other_bytes_for_an_artifact_that_is_there_are_refused_and_change_nothing() {
        put(PATH, BYTES);
        Reply refused = put(PATH, bytes(1000));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.problem()).isEqualTo("wrong-digest");
        assertThat(region.anyone().get(PATH).bytes()).isEqualTo(BYTES);
    }

    @Test
    void an_artifact_that_is_too_large_is_refused() {
        byte[] large = bytes((1 << 20) + 1);
        Reply refused = put("/v1/artifacts/" + Blob.of(large).digest(), large);
        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.problem()).isEqualTo("too-large");
    }

    @Test
    void a_full_disk_is_the_nodes_fault_and_keeps_nothing() {
        try (TestRegion full = TestRegion.full(data.resolve("full"))) {
            Reply refused = full.as(Town.OPERATOR).send("PUT", PATH, HttpRequest.BodyPublishers.ofByteArray(BYTES));
            assertThat(refused.status()).isEqualTo(507);
            assertThat(refused.problem()).isEqualTo("disk-full");
            assertThat(full.artifacts().find(DIGEST)).isEmpty();
        }
    }

    @Test
    void a_source_with_false_bytes_is_passed_over() throws Exception {
        HttpServer liar = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        liar.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 5);
            exchange.getResponseBody().write("false".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        liar.start();
        put(PATH, BYTES);
        register("v");
        var sources = List.of(URI.create("http://127.0.0.1:" + liar.getAddress().getPort()), region.base());
        try (TestRegion other = TestRegion.start(data.resolve("other"))) {
            replicate(other, Town.US, sources);
            await("v", v -> v.verifiedIn().contains(Town.US));
            assertThat(other.artifacts().find(DIGEST))
                    .hasValueSatisfying(path -> assertThat(path).hasBinaryContent(BYTES));
        } finally {
            liar.stop(0);
        }
    }

    @Test
    void an_upload_to_one_region_makes_the_version_ready_in_a_majority() throws Exception {
        replicate(region, Town.EU, List.of());
        try (TestRegion other = TestRegion.start(data.resolve("other"))) {
            replicate(other, Town.US, List.of(region.base()));
            register("early");
            assertThat(version("early").verifiedIn()).isEmpty();
            put(PATH, BYTES);
            await("early", ModelVersion::ready);
            register("late");
            await("late", v -> v.verifiedIn().equals(List.of(Town.EU, Town.US)));
            assertThat(other.artifacts().find(DIGEST))
                    .hasValueSatisfying(path -> assertThat(path).hasBinaryContent(BYTES));
        }
    }

    @Test
    void what_was_registered_before_a_start_is_confirmed_after_it() throws Exception {
        register("before");
        put(PATH, BYTES);
        replicate(region, Town.EU, List.of(URI.create("http://127.0.0.1:1")));
        await("before", v -> v.verifiedIn().contains(Town.EU));
    }

    /** Replicates into that place's artifacts until the test is over. */
    private void replicate(TestRegion place, Region name, List<URI> sources) {
        replicators.add(new ArtifactReplicator(region.store(), place.artifacts(), voice(name), quick(sources)));
    }

    private static Confirmation.Voice voice(Region region) {
        return new Confirmation.Voice(region, new NodeId("node-" + region));
    }

    private static ArtifactReplicator.Plan quick(List<URI> sources) {
        return new ArtifactReplicator.Plan(sources, Duration.ofMillis(10), Duration.ofMillis(100),
                Duration.ofSeconds(5));
    }

    private void register(String version) {
        Command.RegisterVersion like = Town.version(new VersionId(version));
        region.propose(Town.OPERATOR, new Command.RegisterVersion(like.model(), like.version(), "",
                List.of(new Artifact("model.onnx", "onnx", DIGEST, BYTES.length)), like.ioSchema(), like.lineage(),
                like.metrics()));
    }

    private ModelVersion version(String version) {
        Optional<ModelVersion> found = region.store().read(new Consistency.Local(),
                state -> state.get(Table.VERSIONS, Table.key(Town.DIGITS, version))).join().value();
        return found.orElseThrow();
    }

    private void await(String version, Predicate<ModelVersion> wanted) throws InterruptedException {
        var reached = new CountDownLatch(1);
        RegistryStore.Registration watching = region.store().onApplied(notice -> Thread.startVirtualThread(() -> {
            if (wanted.test(version(version))) {
                reached.countDown();
            }
        }));
        try {
            if (!wanted.test(version(version))) {
                assertThat(reached.await(20, TimeUnit.SECONDS)).as("version " + version + " is as wanted").isTrue();
            }
        } finally {
            watching.close();
        }
    }
}
