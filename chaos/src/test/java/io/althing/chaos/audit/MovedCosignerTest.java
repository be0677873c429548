package io.althing.chaos.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.althing.audit.AddCheckpoint;
import io.althing.audit.Checkpoint;
import io.althing.audit.HttpTiles;
import io.althing.audit.KeyType;
import io.althing.audit.NoteSigner;
import io.althing.audit.SignedNote;
import io.althing.audit.TileHashes;
import io.althing.audit.TreeReader;
import io.althing.audit.Trust;
import io.althing.audit.TrustCheck;
import io.althing.audit.TrustPolicy;
import io.althing.chaos.drill.LoopbackCluster;
import io.althing.chaos.drill.NodeFiles;
import io.althing.chaos.drill.Scratch;
import io.althing.chaos.drill.Waiting;
import io.althing.client.Answer;
import io.althing.client.Call;
import io.althing.client.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A region's cosigner is lost with its memory and another node of the region takes its place. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MovedCosignerTest {
    private static final Duration STOPPING = Duration.ofSeconds(30);
    private static final String OLD = "us-east-1";
    private static final String NEW = "us-east-2";
    private static final Pattern BEGUN = Pattern
            .compile("cosigning from size ([0-9]+) on, having heard from \\[ap-south, eu-west\\]");

    private final Path home;
    private final LoopbackCluster cluster;
    private final HttpClient http = HttpClient.newHttpClient();
    private final TimedWriter writer = new TimedWriter(NodeFiles.MODEL, "move");

    MovedCosignerTest(@TempDir(cleanup = CleanupMode.NEVER) Path home) throws IOException {
        this.home = home;
        List<NodeFiles.Place> seeds = new ArrayList<>();
        for (String name : List.of(OLD, NEW, "eu-west-1", "ap-south-1")) {
            seeds.add(NodeFiles.loopback(home, name, name.substring(0, name.lastIndexOf('-'))));
        }
        this.cluster = LoopbackCluster.of(NodeFiles.fresh(home, NodeFiles.Wire.TLS, seeds),
                LoopbackCluster.QUICK_TO_START);
    }

    @AfterEach
    void stop() throws IOException {
        cluster.close();
        Scratch.delete(home);
    }

    @Test
    void the_new_one_first_hears_what_the_others_hold_and_signs_nothing_older() throws Exception {
        cluster.startAll();
        cluster.awaitReady();
        cluster.createModel();
        long signed = cosignedByThree(20);
        assertThat(refusal(0, 5)).as("this node does not cosign").startsWith("421");
        cluster.process(OLD).kill();
        cluster.process(NEW).stop(STOPPING);
        giveKey();
        cluster.start(NEW);
        cluster.awaitReady(NEW);
        long after = cosignedByThree(10);
        assertThat(after).isGreaterThan(signed);
        for (String refusal : List.of(refusal(0, 5), refusal(5, signed))) {
            assertThat(refusal).startsWith("409 ");
            assertThat(Long.parseLong(refusal.substring(4))).isGreaterThanOrEqualTo(after);
        }
        Matcher begun = BEGUN.matcher(cluster.process(NEW).output());
        assertThat(begun.find()).isTrue();
        assertThat(Long.parseLong(begun.group(1))).isGreaterThanOrEqualTo(signed);
    }

    /** Writes at least so often, and on until there is a checkpoint over them that all three regions cosigned; its size. */
    private long cosignedByThree(int writes) throws InterruptedException {
        for (int i = 0; i < writes; i++) {
            write();
        }
        long last = writer.acknowledged().getLast().auditIndex();
        return Waiting.value("all regions cosigned entry " + last, LoopbackCluster.STARTING, () -> {
            writer.write(cluster.client(NEW));
            Answer answer = cluster.client(NEW).send(Call.get("/audit/checkpoint"));
            return answer.ok() && check().evaluate(answer.body()) instanceof Trust.Trusted trusted
                    && trusted.cosignatures().size() == 3 && trusted.checkpoint().head().size() > last
                            ? Optional.of(trusted.checkpoint().head().size())
                            : Optional.empty();
        });
    }

    private void write() throws InterruptedException {
        Waiting.until("a write is acknowledged", LoopbackCluster.STARTING, () -> writer.write(cluster.client(NEW)));
    }

    private TrustCheck check() {
        try {
            return new TrustCheck(TrustPolicy.parse(Files.readAllBytes(home.resolve("trust/1.tlog-policy"))));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void giveKey() throws IOException {
        Path file = cluster.place(NEW).config();
        ObjectNode config = (ObjectNode) Json.mapper().readTree(Files.readString(file));
        ((ObjectNode) config.get("audit")).put("cosigner", "../keys/us-east.cosigner.key");
        Json.writeAtomically(file, Json.pretty(config) + "\n", false);
    }

    /** How the new cosigner answers when asked to sign a size after another, by whoever holds the log's key. */
    private String refusal(long old, long size) throws Exception {
        byte[] seed = Base64.getDecoder().decode(Files.readString(home.resolve("keys/log.key")).strip());
        var log = new NoteSigner("althing.io/drill", KeyType.ED25519, seed);
        var tiles = new HttpTiles(http, cluster.api(NEW).resolve("/audit/"));
        var tree = new TreeReader(new TileHashes(tiles,
                check().read(tiles.checkpoint().orElseThrow()).head().size()));
        SignedNote note = SignedNote.of(new Checkpoint("althing.io/drill", tree.head(size)), log);
        HttpResponse<String> answer = http
                .send(HttpRequest.newBuilder(cluster.api(NEW).resolve("/audit/add-checkpoint"))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(AddCheckpoint.of(tree, old, note).bytes()))
                        .build(), BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body().strip();
    }
}
