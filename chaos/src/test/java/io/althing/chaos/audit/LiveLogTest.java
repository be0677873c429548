package io.althing.chaos.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.althing.audit.Checkpoint;
import io.althing.audit.CheckpointReader;
import io.althing.audit.DirectoryTiles;
import io.althing.audit.HttpTiles;
import io.althing.audit.NoteKey;
import io.althing.audit.SignedNote;
import io.althing.audit.TileHashes;
import io.althing.audit.TileSource;
import io.althing.audit.TlogProof;
import io.althing.audit.TreeReader;
import io.althing.audit.TrustCheck;
import io.althing.audit.TrustPolicy;
import io.althing.chaos.audit.AuditObservation.AcknowledgedWrite;
import io.althing.chaos.audit.AuditObservation.ServedCheckpoint;
import io.althing.chaos.drill.Waiting;
import io.althing.client.Answer;
import io.althing.client.ApiClient;
import io.althing.client.Call;
import io.althing.client.Json;
import io.althing.local.ClusterFiles;
import io.althing.local.LocalCluster;
import io.althing.local.Ports;
import io.althing.registry.Region;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three real regions of which one is cut off and healed; strangers then check what they served. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LiveLogTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Region US = new Region("us-east");
    private static final Region EU = new Region("eu-west");
    private static final List<Region> REGIONS = List.of(US, EU, new Region("ap-south"));
    private static final String MODEL = "live";

    private final Path work;
    private final ClusterFiles files;
    private final HttpClient http = HttpClient.newHttpClient();
    private Crosscheck.@Nullable Witness outside;

    LiveLogTest(@TempDir Path work) {
        this.work = work;
        this.files = new ClusterFiles(work.resolve("cluster"), new Ports(28_700, REGIONS));
    }

    @Test
    void after_a_partition_every_region_verifies_with_tools_nobody_here_wrote() throws Exception {
        var writer = new TimedWriter(MODEL, "live");
        List<ServedCheckpoint> served;
        try (LocalCluster cluster = LocalCluster.prepare("live", files, Path.of("..", "deploy", "policies"))) {
            outside = witness();
            cluster.startNodes();
            cluster.awaitReady(PATIENCE);
            cluster.client("operator").need(Call.post("/v1/models", Json.object().put("model", MODEL)
                    .put("description", "").put("owner", "me")).withKey("create"));
            try (var recorder = new CheckpointRecorder(apis())) {
                awaitCovered(cluster, recorder, REGIONS);
                writer.write(cluster.client("operator").only(US.value()), 150);
                cluster.links().cut(EU);
                List<Region> rest = REGIONS.stream().filter(region -> !region.equals(EU)).toList();
                Waiting.until("the others have a leader", PATIENCE,
                        () -> writer.write(cluster.client("operator").only(US.value())));
                writer.write(cluster.client("operator").only(US.value()), 150);
                awaitCovered(cluster, recorder, rest);
                assertThat(cosignatures(recorder.last(US.value()))).as("while one region is cut off").isBetween(2L, 3L);
                cluster.links().heal(EU);
                writer.write(cluster.client("operator").only(US.value()), 50);
                awaitCovered(cluster, recorder, REGIONS);
                served = recorder.seen();
            }
            NoteKey stranger = NoteKey.parse(outside.vkey());
            assertThat(served).as("the outside witness's cosignature is served")
                    .anyMatch(checkpoint -> SignedNote.parse(checkpoint.note().getBytes(StandardCharsets.UTF_8))
                            .check(stranger) == SignedNote.Check.GOOD);
            judge(served, writer.acknowledged());
            strangers(served, writer.acknowledged());
        }
    }

    /** A witness of somebody else's, named in every node's configuration. */
    private Crosscheck.Witness witness() throws Exception {
        Path vkey = Files.writeString(work.resolve("log.vkey"), policy().logs().getFirst().key().vkey() + "\n");
        Crosscheck.Witness witness = Crosscheck.serve(Files.createDirectories(work.resolve("outside")), vkey);
        for (Region region : REGIONS) {
            ObjectNode config = (ObjectNode) Json.mapper().readTree(Files.readString(files.nodeConfig(region)));
            ((ObjectNode) config.get("audit")).putArray("witnesses").addObject()
                    .put("url", witness.prefix().toString()).put("vkey", witness.vkey());
            Json.writeAtomically(files.nodeConfig(region), Json.pretty(config) + "\n", false);
        }
        return witness;
    }

    @AfterEach
    void stop() throws Exception {
        if (outside != null) {
            outside.close();
        }
    }

    private Map<String, URI> apis() {
        return REGIONS.stream().collect(Collectors.toMap(Region::value, files::api));
    }

    /** Until each region serves a checkpoint over all that it has, and all the same. */
    private void awaitCovered(LocalCluster cluster, CheckpointRecorder recorder, List<Region> regions)
            throws InterruptedException {
        Waiting.until("every region serves a checkpoint over all entries", PATIENCE, () -> {
            List<Long> sizes = regions.stream().map(region -> size(cluster.client("").only(region.value()))).toList();
            return sizes.stream().distinct().count() == 1 && regions.stream().map(region -> recorder.last(
                    region.value())).allMatch(note -> !note.isEmpty() && head(note).head().size() == sizes.getFirst());
        });
    }

    private static long size(ApiClient client) {
        Answer answer = client.send(Call.get("/v1/cluster?consistency=local"));
        return answer.ok() ? answer.json().path("auditSize").asLong() : -1;
    }

    private static Checkpoint head(String note) {
        return CheckpointReader.unsigned().read(note.getBytes(StandardCharsets.UTF_8));
    }

    private static long cosignatures(String note) {
        return SignedNote.parse(note.getBytes(StandardCharsets.UTF_8)).signatures().size() - 1L;
    }

    private TileSource tiles(Region region) {
        return new HttpTiles(http, files.api(region).resolve("/audit/"));
    }

    private TrustPolicy policy() throws Exception {
        return TrustPolicy.parse(Files.readAllBytes(files.home().resolve("trust/1.tlog-policy")));
    }

    /** A to C and E of the oracle; D is the witness below. */
    private void judge(List<ServedCheckpoint> served, List<AcknowledgedWrite> acknowledged) throws Exception {
        SortedMap<String, TileSource> regions = new TreeMap<>();
        REGIONS.forEach(region -> regions.put(region.value(), tiles(region)));
        assertThat(acknowledged).hasSizeGreaterThan(300);
        assertThat(served).extracting(ServedCheckpoint::region).contains("us-east", "eu-west", "ap-south");
        assertThat(AuditOracle.judge(new AuditObservation(regions, served, acknowledged, List.of(), List.of(),
                new TrustCheck(policy())))).isEmpty();
    }

    private void strangers(List<ServedCheckpoint> served, List<AcknowledgedWrite> acknowledged) throws Exception {
        Path vkey = Files.writeString(work.resolve("log.vkey"), policy().logs().getFirst().key().vkey() + "\n");
        List<Path> checkpoints = new ArrayList<>();
        for (ServedCheckpoint checkpoint : served) {
            checkpoints.add(Files.writeString(work.resolve("served-" + checkpoints.size()), checkpoint.note()));
        }
        for (Region region : REGIONS) {
            Path copy = work.resolve("copy-" + region);
            DirectoryTiles.copy(tiles(region), new TrustCheck(policy()), copy);
            List<Object> arguments = new ArrayList<>(List.of(copy, files.api(region).resolve("/audit/"), vkey));
            arguments.addAll(bySize(checkpoints));
            Crosscheck.run("log", arguments.toArray()).verified();
        }
        receipts(vkey, acknowledged);
        Path feed = Files.createDirectories(work.resolve("feed"));
        long size = head(served.getLast().note()).head().size();
        List<Object> requests = new ArrayList<>(List.of(feed, vkey));
        requests.addAll(WitnessFeed.write(feed, served, new TreeReader(new TileHashes(tiles(US), size))));
        Crosscheck.run("witness", requests.toArray()).verified();
    }

    private static List<Path> bySize(List<Path> checkpoints) throws Exception {
        SortedMap<Long, Path> sorted = new TreeMap<>();
        for (Path file : checkpoints) {
            sorted.put(head(Files.readString(file)).head().size(), file);
        }
        return List.copyOf(sorted.values());
    }

    private void receipts(Path vkey, List<AcknowledgedWrite> acknowledged) throws Exception {
        Path directory = Files.createDirectories(work.resolve("receipts"));
        List<AcknowledgedWrite> some = new ArrayList<>(acknowledged);
        Collections.shuffle(some, new java.util.Random(5));
        ApiClient client = new ApiClient(List.of(new ApiClient.Place(EU.value(), files.api(EU))),
                java.util.Optional.empty());
        for (AcknowledgedWrite write : some.subList(0, 20)) {
            byte[] proof = client.need(Call.get("/audit/proof/" + write.auditIndex())).body();
            byte[] entry = java.util.Base64.getDecoder().decode(client
                    .need(Call.get("/v1/audit/entries?consistency=local&limit=1&from=" + write.auditIndex())).json()
                    .path("items").get(0).path("bytes").asText());
            assertThat(TlogProof.parse(proof).verify(entry, new TrustCheck(policy())))
                    .isInstanceOf(TlogProof.Outcome.Proven.class);
            Files.write(directory.resolve(write.auditIndex() + ".tlog-proof"), proof);
            Files.write(directory.resolve(write.auditIndex() + ".entry"), entry);
        }
        Crosscheck.run("receipts", vkey, directory).verified();
    }
}
