package io.althing.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.althing.client.Answer;
import io.althing.client.ApiClient;
import io.althing.client.Call;
import io.althing.client.Json;
import io.althing.client.UserError;
import io.althing.node.ProcessExit;
import io.althing.registry.Region;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three real node processes behind relays. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LocalClusterTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Region US = new Region("us-east");
    private static final Region EU = new Region("eu-west");
    private static final List<Region> REGIONS = List.of(US, EU, new Region("ap-south"));

    private final ClusterFiles files;

    LocalClusterTest(@TempDir Path dir) {
        this.files = new ClusterFiles(dir, new Ports(27_700, REGIONS));
    }

    @Test
    void forms_takes_writes_sits_out_a_cut_and_refuses_a_wiped_node() throws Exception {
        try (LocalCluster cluster = LocalCluster.prepare("test", files, policies())) {
            cluster.startNodes();
            cluster.awaitReady(PATIENCE);
            ApiClient operator = cluster.client("operator");
            assertThat(operator.need(create("first")).status()).isEqualTo(201);

            cluster.links().cut(EU);
            Await.until("eu-west to know that it is alone", PATIENCE, () -> !status(cluster, EU).has("leader"));
            Answer refused = operator.only(EU.value()).send(create("second").within(Duration.ofSeconds(1)));
            assertThat(refused.problem().type()).isEqualTo("no-quorum");
            assertThat(operator.only(US.value()).need(create("third")).status()).isEqualTo(201);
            cluster.links().heal(EU);
            Await.until("eu-west to catch up", PATIENCE,
                    () -> cluster.client("").only(EU.value()).send(Call.get("/v1/models/third?consistency=local"))
                            .ok());

            Child node = cluster.node(EU).orElseThrow();
            node.kill();
            wipe(files.region(EU).resolve("node"));
            cluster.startNode(EU);
            Child wiped = cluster.node(EU).orElseThrow();
            wiped.awaitEnd(PATIENCE);
            assertThat(wiped.exitCode()).contains(ProcessExit.WIPED.code());
            assertThat(wiped.lastWords()).contains("under a new node id");
        }
    }

    @Test
    void ports_in_use_are_named_before_anything_starts() throws IOException {
        try (ServerSocket taken = new ServerSocket(files.ports().gateway(EU), 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> LocalCluster.prepare("test", files, policies())).isInstanceOf(UserError.class)
                    .hasMessageContaining(Integer.toString(taken.getLocalPort())).hasMessageContaining("--base-port");
            assertThat(files.home().resolve("genesis.json")).doesNotExist();
        }
    }

    private static Path policies() {
        return Path.of("policies");
    }

    private static Call create(String model) {
        return Call.post("/v1/models", Json.object().put("model", model).put("description", "").put("owner", "me"))
                .withKey("create-" + model);
    }

    private static JsonNode status(LocalCluster cluster, Region region) {
        return cluster.client("").only(region.value()).need(Call.get("/v1/cluster?consistency=local")).json();
    }

    private static void wipe(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
