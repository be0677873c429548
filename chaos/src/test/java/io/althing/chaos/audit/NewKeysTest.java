package io.althing.chaos.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.audit.TlogProof;
import io.althing.audit.TrustCheck;
import io.althing.audit.TrustPolicy;
import io.althing.chaos.drill.LoopbackCluster;
import io.althing.chaos.drill.Scratch;
import io.althing.chaos.drill.Waiting;
import io.althing.client.ApiClient;
import io.althing.client.Call;
import io.althing.node.GenesisFiles;
import io.althing.node.ProcessExit;
import io.althing.node.TrustChange;
import io.althing.node.TrustChange.Step;
import io.althing.registry.Region;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The log's key and a region's are replaced on a running cluster; no node is restarted. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class NewKeysTest {
    private static final Duration STOPPING = Duration.ofSeconds(30);
    private static final String US = "us-east-1";

    /** A receipt and the entry it is for. */
    private record Receipt(TlogProof proof, byte[] entry) {
        boolean provenBy(TrustCheck check) {
            return proof.verify(entry, check) instanceof TlogProof.Outcome.Proven;
        }

        boolean cosignedBy(String region, TrustCheck check) {
            return proof.verify(entry, check) instanceof TlogProof.Outcome.Proven proven
                    && proven.trust().cosignatures().stream().anyMatch(each -> each.witness().equals(region));
        }
    }

    @Test
    void receipts_stay_good_under_the_version_they_were_made_under_and_a_foreign_key_is_refused(
            @TempDir(cleanup = CleanupMode.NEVER) Path home) throws Exception {
        try (LoopbackCluster cluster = LoopbackCluster.started(home, LoopbackCluster.QUICK_TO_START)) {
            Receipt before = receipt(cluster, 0, 1);
            List<Long> processes = processes(cluster);
            var change = new TrustChange(home);
            change.write(new Step.ReplaceCosigner(new Region("eu-west")));
            change.write(new Step.ReplaceLog());
            for (String node : cluster.names()) {
                Waiting.until(node + " takes up trust policy 3", LoopbackCluster.STARTING,
                        () -> version(cluster, node).equals(Optional.of("3")));
            }
            var writer = new TimedWriter("bench", "rotate");
            Waiting.until("a write is acknowledged", LoopbackCluster.STARTING,
                    () -> writer.write(cluster.client(US)));
            long index = writer.acknowledged().getLast().auditIndex();
            Receipt after = receipt(cluster, index, 3);
            assertThat(List.of(before.provenBy(trust(home, 1)), after.provenBy(trust(home, 3)))).containsOnly(true);
            assertThat(List.of(before.provenBy(trust(home, 3)), after.provenBy(trust(home, 1)))).containsOnly(false);
            TrustCheck newest = trust(home, 3);
            Waiting.until("eu-west cosigns under its new key", LoopbackCluster.STARTING,
                    () -> found(cluster, index).cosignedBy("eu-west", newest));
            assertThat(processes(cluster)).isEqualTo(processes);
            foreignKey(cluster, home);
        }
        Scratch.delete(home);
    }

    private static TrustCheck trust(Path home, int version) throws IOException {
        return new TrustCheck(TrustPolicy.parse(Files.readAllBytes(home.resolve("trust/" + version + ".tlog-policy"))));
    }

    private static List<Long> processes(LoopbackCluster cluster) {
        return cluster.alive().stream().map(node -> cluster.process(node).pid()).toList();
    }

    /** The version of the trust policy that a node has in force. */
    private static Optional<String> version(LoopbackCluster cluster, String node) {
        return cluster.client(node).need(Call.get("/audit/policy")).headers().firstValue("Althing-Policy-Version");
    }

    private static Receipt receipt(LoopbackCluster cluster, long index, int version) throws InterruptedException {
        Waiting.until("there is a receipt for entry " + index, LoopbackCluster.STARTING,
                () -> cluster.client(US).send(Call.get("/audit/proof/" + index)).ok());
        assertThat(version(cluster, US)).contains(Integer.toString(version));
        return found(cluster, index);
    }

    private static Receipt found(LoopbackCluster cluster, long index) {
        ApiClient client = cluster.client(US);
        byte[] proof = client.need(Call.get("/audit/proof/" + index)).body();
        byte[] entry = Base64.getDecoder().decode(
                client.need(Call.get("/v1/audit/entries?consistency=local&limit=1&from=" + index)).json().path("items")
                        .get(0).path("bytes").asText());
        return new Receipt(TlogProof.parse(proof), entry);
    }

    private static void foreignKey(LoopbackCluster cluster, Path home) throws Exception {
        cluster.process(US).stop(STOPPING);
        Path other = home.resolve("other");
        GenesisFiles.create("other", "althing.io/drill", List.of("n1.us-east@127.0.0.1:7702")).write(other);
        Files.copy(other.resolve("keys/log.key"), home.resolve("keys/log.key"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(cluster.start(US).exitCode(LoopbackCluster.STARTING)).hasValue(ProcessExit.WRONG_KEY.code());
        assertThat(cluster.process(US).output()).contains("is not this cluster's").contains("keys/log.key");
    }
}
