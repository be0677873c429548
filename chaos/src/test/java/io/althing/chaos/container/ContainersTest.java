package io.althing.chaos.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.althing.chaos.arena.RegisterModel;
import io.althing.chaos.arena.Shell;
import io.althing.chaos.check.Verdict;
import io.althing.chaos.drill.Scratch;
import io.althing.chaos.history.History;
import io.althing.chaos.script.DrillReport;
import io.althing.chaos.script.DrillRun;
import io.althing.chaos.script.DrillScript;
import io.althing.chaos.script.SecondOpinion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Three regions as containers on three networks, cut off for real by disconnecting them, under load, judged as every drill is. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ContainersTest {
    private static final Logger LOG = LoggerFactory.getLogger(ContainersTest.class);
    private static final Path PROJECT = Path.of("..");

    @BeforeAll
    static void build() throws IOException {
        assumeTrue(DockerClientFactory.instance().isDockerAvailable(),
                "skipped: there is no Docker engine here; .ci/run starts one where it is root");
        Shell.Said built = Shell.attempt("", List.of("env", "JAVA_HOME=" + System.getProperty("java.home"),
                "../deploy/image/build.sh", ContainerArena.IMAGE));
        assertThat(built.exit()).as(built.output()).isZero();
    }

    @Test
    void regions_whose_networks_are_disconnected_break_no_promise(@TempDir(cleanup = CleanupMode.NEVER) Path home)
            throws Exception {
        DrillScript script = DrillScript.read(PROJECT.resolve("chaos/src/test/drills/containers.yaml"));
        try (ContainerArena arena = ContainerArena.start(home)) {
            for (String node : arena.nodes()) {
                arena.awaitReady(node);
            }
            RegisterModel.create(arena.client(arena.nodes().getFirst()));
            History history = DrillRun.on(arena, script, DrillRun.Draw.of(1), LOG::info);
            Path file = home.resolve("history.jsonl");
            history.write(file);
            DrillReport report = DrillReport.of(script, history).and(new SecondOpinion(PROJECT).of(file));
            LOG.info("{}", report.text());
            assertThat(report.verdicts()).as(report.text())
                    .noneMatch(v -> v.standing() == Verdict.Standing.BROKEN);
            assertThat(history.faults()).hasSize(2);
        } finally {
            Scratch.delete(home);
        }
    }
}
