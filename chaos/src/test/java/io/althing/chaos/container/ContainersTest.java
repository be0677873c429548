package io.althing.chaos.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.althing.chaos.arena.Shell;
import io.althing.chaos.drill.AuditReadBack;
import io.althing.chaos.drill.NodeFiles;
import io.althing.chaos.drill.Scratch;
import io.althing.chaos.drill.Waiting;
import io.althing.chaos.drill.Writer;
import io.althing.client.Answer;
import io.althing.client.Call;
import io.althing.client.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;

/** Three regions as containers on three networks, one of them cut off for real. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ContainersTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @BeforeAll
    static void build() throws IOException {
        assumeTrue(DockerClientFactory.instance().isDockerAvailable(),
                "skipped: there is no Docker engine here; .ci/run starts one where it is root");
        Shell.Said built = Shell.attempt("", List.of("env", "JAVA_HOME=" + System.getProperty("java.home"),
                "../deploy/image/build.sh", ContainerCluster.IMAGE));
        assertThat(built.exit()).as(built.output()).isZero();
    }

    @Test
    void a_region_whose_networks_are_disconnected_refuses_writes_serves_reads_and_catches_up(
            @TempDir(cleanup = CleanupMode.NEVER) Path home) throws Exception {
        try (ContainerCluster cluster = ContainerCluster.start(home)) {
            cluster.awaitReady(PATIENCE);
            cluster.client("eu-west").need(Call.post("/v1/models", Json.object().put("model", NodeFiles.MODEL)
                    .put("description", "written to by the drill").put("owner", "drill")).withKey("create"));
            try (Writer writer = new Writer("containers", cluster.apis(), cluster.token(), 3)) {
                awaitMore(writer, 50);
                cluster.disconnect("eu-west");
                awaitMore(writer, 50);
                assertThat(write(cluster, "eu-west").status()).isEqualTo(503);
                assertThat(cluster.client("eu-west")
                        .send(Call.get("/v1/models/" + NodeFiles.MODEL + "?consistency=local")).status())
                        .isEqualTo(200);
                cluster.connect("eu-west");
                awaitMore(writer, 50);
                Waiting.until("the region takes writes again", PATIENCE, () -> write(cluster, "eu-west").ok());
                long size = cluster.awaitEqual(PATIENCE);
                for (String region : NodeFiles.REGIONS) {
                    assertThat(AuditReadBack.compare(cluster.api(region), size, writer.requestId(),
                            writer.acknowledged())).as(region).matches(AuditReadBack.Tally::exactlyOnce);
                }
            }
        } finally {
            Scratch.delete(home);
        }
    }

    private static Answer write(ContainerCluster cluster, String region) {
        return cluster.client(region).send(Call.put("/v1/models/" + NodeFiles.MODEL + "/tags/cut",
                Json.object().put("value", "written through " + region)).within(Duration.ofSeconds(3)));
    }

    private static void awaitMore(Writer writer, int more) throws InterruptedException {
        int enough = writer.count() + more;
        Waiting.until("there are " + enough + " acknowledged writes", PATIENCE, () -> writer.count() >= enough);
    }
}
