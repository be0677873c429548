package io.althing.chaos.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.audit.AddCheckpoint;
import io.althing.audit.Checkpoint;
import io.althing.audit.CheckpointReader;
import io.althing.audit.HttpTiles;
import io.althing.audit.KeyType;
import io.althing.audit.NoteSigner;
import io.althing.audit.SignedNote;
import io.althing.audit.TileHashes;
import io.althing.audit.TileSource;
import io.althing.audit.TreeReader;
import io.althing.audit.TrustCheck;
import io.althing.audit.TrustPolicy;
import io.althing.chaos.audit.AuditObservation.AcknowledgedWrite;
import io.althing.chaos.audit.AuditObservation.Cosigned;
import io.althing.chaos.audit.AuditObservation.ServedCheckpoint;
import io.althing.chaos.audit.FaultyNode.Fault;
import io.althing.chaos.audit.Violation.Promise;
import io.althing.chaos.drill.LoopbackCluster;
import io.althing.chaos.drill.Scratch;
import io.althing.chaos.drill.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Faults put into real nodes: each makes the oracle speak. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@EnabledIfSystemProperty(named = "althing.controls", matches = "true", disabledReason = LiveControlsTest.LONG)
class LiveControlsTest {
    private static final Duration STOPPING = Duration.ofSeconds(30);
    private static final String MODEL = "bench";
    private static final long SIZE = 31;
    static final String LONG = "restarts nodes often and wants a quiet machine: -Dalthing.controls=true";
    private static final String US = "us-east-1";
    private static final String EU = "eu-west-1";
    private static final String AP = "ap-south-1";

    private final Path home;
    private final LoopbackCluster cluster;
    private final HttpClient http = HttpClient.newHttpClient();
    private final TimedWriter writer = new TimedWriter(MODEL, "control");
    private final List<Cosigned> signed = new ArrayList<>();

    LiveControlsTest(@TempDir(cleanup = CleanupMode.NEVER) Path home) throws IOException, InterruptedException {
        this.home = home;
        this.cluster = LoopbackCluster.started(home, LoopbackCluster.QUICK_TO_START);
    }

    @AfterEach
    void stop() throws IOException {
        cluster.close();
        Scratch.delete(home);
    }

    private TrustCheck trust() throws IOException {
        return new TrustCheck(TrustPolicy.parse(Files.readAllBytes(home.resolve("trust/1.tlog-policy"))));
    }

    private void restart(String node, Fault fault) throws IOException, InterruptedException {
        cluster.process(node).kill();
        cluster.startAs(node, FaultyNode.class, fault.name());
        cluster.awaitReady(node);
    }

    /** So that none of them meets, or is asked by, one of them as it was before. */
    private void restartTogether(Fault fault, String... nodes) throws IOException, InterruptedException {
        for (String node : nodes) {
            cluster.process(node).kill();
        }
        for (String node : nodes) {
            cluster.startAs(node, FaultyNode.class, fault.name());
        }
        for (String node : nodes) {
            cluster.awaitReady(node);
        }
    }

    private TileSource tiles(String node) {
        return new HttpTiles(http, cluster.api(node).resolve("/audit/"));
    }

    private Map<String, URI> apis(String... nodes) {
        return Stream.of(nodes).collect(Collectors.toMap(node -> node, cluster::api));
    }

    private List<Violation> judge(List<String> regions, List<ServedCheckpoint> served,
            List<AcknowledgedWrite> acknowledged) throws IOException {
        SortedMap<String, TileSource> all = new TreeMap<>();
        regions.forEach(region -> all.put(region, tiles(region)));
        return AuditOracle.judge(
                new AuditObservation(all, served, acknowledged, List.of(), List.of(), trust()));
    }

    private void write(String node, int times) throws InterruptedException {
        for (int i = 0; i < times; i++) {
            until("a write is acknowledged", () -> writer.write(cluster.client(node)));
        }
    }

    private static void until(String condition, BooleanSupplier holds) throws InterruptedException {
        Waiting.until(condition, LoopbackCluster.STARTING, holds);
    }

    private static long size(String note) {
        return note.isEmpty()
                ? 0
                : CheckpointReader.unsigned().read(note.getBytes(StandardCharsets.UTF_8)).head()
                        .size();
    }

    /** Until the node serves a checkpoint over everything that was acknowledged so far. */
    private void covered(CheckpointRecorder recorder, String node) throws InterruptedException {
        long last = writer.acknowledged().getLast().auditIndex();
        until(node + " serves a checkpoint over entry " + last, () -> size(recorder.last(node)) > last);
    }

    @Test
    void a_cosigner_whose_memory_is_not_synced_signs_behind_itself_after_a_crash_and_is_found() throws Exception {
        restartTogether(Fault.ALONE, US, EU, AP);
        write(US, 40);
        var unused = cluster.awaitEqualIndex();
        assertThat(signAndCrash(Fault.ALONE, 10)).isEqualTo(List.of(200, 200, 409));
        assertThat(judgeSigned()).isEmpty();
        assertThat(signAndCrash(Fault.UNSYNCED, 20)).isEqualTo(List.of(200, 200, 200));
        assertThat(judgeSigned()).extracting(Violation::promise).containsExactly(Promise.COSIGNERS_REMEMBER);
    }

    private List<Violation> judgeSigned() throws IOException {
        return AuditOracle
                .judge(new AuditObservation(new TreeMap<>(), List.of(), List.of(), List.of(), signed, trust()));
    }

    /** Has eu-west cosign a size and a larger one, crashes it, and asks for one between them. */
    private List<Integer> signAndCrash(Fault fault, long from) throws Exception {
        restart(EU, fault);
        var tree = new TreeReader(new TileHashes(tiles(US), SIZE));
        long before = latest(tree);
        List<Integer> answers = new ArrayList<>();
        answers.add(ask(tree, before, from));
        answers.add(ask(tree, from, from + 5));
        restart(EU, fault);
        answers.add(ask(tree, before, from + 2));
        return answers;
    }

    private long latest(TreeReader tree) throws Exception {
        byte[] request = request(tree, SIZE, SIZE);
        HttpResponse<String> answer = Waiting.value("the cosigner of " + EU + " says where it stands",
                LoopbackCluster.STARTING, () -> conflict(request));
        return Long.parseLong(answer.body().strip());
    }

    /** Empty while it has not yet heard from others. */
    private Optional<HttpResponse<String>> conflict(byte[] request) {
        try {
            return Optional.of(post(request)).filter(answer -> answer.statusCode() == 409);
        } catch (IOException down) {
            return Optional.empty();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<String> post(byte[] request) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(cluster.api(EU).resolve("/audit/add-checkpoint"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(request)).build(), BodyHandlers.ofString());
    }

    private byte[] request(TreeReader tree, long old, long size) throws IOException {
        byte[] seed = Base64.getDecoder().decode(Files.readString(home.resolve("keys/log.key")).strip());
        var log = new NoteSigner("althing.io/drill", KeyType.ED25519, seed);
        SignedNote note = SignedNote.of(new Checkpoint("althing.io/drill", tree.head(size)), log);
        return AddCheckpoint.of(tree, old, note).bytes();
    }

    private int ask(TreeReader tree, long old, long size) throws Exception {
        int status = post(request(tree, old, size)).statusCode();
        if (status == 200) {
            signed.add(new Cosigned("eu-west", tree.head(size)));
        }
        return status;
    }

    @Test
    void regions_that_sign_above_the_commit_index_are_found() throws Exception {
        try (var recorder = new CheckpointRecorder(apis(US, EU, AP))) {
            write(US, 20);
            covered(recorder, US);
            assertThat(judge(List.of(US), recorder.seen(), writer.acknowledged())).isEmpty();
            restart(EU, Fault.HASTY);
            write(US, 5);
            covered(recorder, US);
            assertThat(judge(List.of(US), recorder.seen(), writer.acknowledged()))
                    .as("one such region gathers no quorum").isEmpty();
            cluster.process(EU).kill();
            restartTogether(Fault.HASTY, US, AP);
            until("what was signed above the commit index is found", () -> {
                writer.write(cluster.client(US));
                return !found(List.of(US, AP), recorder).isEmpty();
            });
            assertThat(found(List.of(US, AP), recorder)).extracting(Violation::promise)
                    .containsAnyOf(Promise.ONE_HISTORY, Promise.REGIONS_EQUAL);
        }
    }

    /** What the oracle says of what was seen so far, while writing goes on. */
    private List<Violation> found(List<String> regions, CheckpointRecorder recorder) {
        try {
            return judge(regions, recorder.seen(), writer.acknowledged());
        } catch (IOException notServedNow) {
            return List.of();
        }
    }

    @Test
    void a_region_restored_from_an_old_copy_while_another_was_behind_is_found() throws Exception {
        try (var recorder = new CheckpointRecorder(apis(US, EU, AP))) {
            write(US, 20);
            covered(recorder, EU);
            cluster.process(AP).stop(STOPPING);
            cluster.process(EU).stop(STOPPING);
            Path copy = home.resolve("old-copy");
            copy(cluster.place(EU).data(), copy);
            cluster.start(EU);
            cluster.awaitReady(EU);
            write(US, 20);
            covered(recorder, US);
            cluster.process(US).stop(STOPPING);
            cluster.process(EU).stop(STOPPING);
            Scratch.delete(cluster.place(EU).data());
            copy(copy, cluster.place(EU).data());
            cluster.start(EU);
            cluster.start(AP);
            cluster.awaitReady(EU);
            write(EU, 30);
            covered(recorder, EU);
            assertThat(judge(List.of(EU, AP), recorder.seen(), writer.acknowledged())).extracting(Violation::promise)
                    .contains(Promise.ONE_HISTORY, Promise.NO_ACKNOWLEDGED_WRITE_LOST);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Files.copy(each, to.resolve(from.relativize(each).toString()));
            }
        }
    }
}
