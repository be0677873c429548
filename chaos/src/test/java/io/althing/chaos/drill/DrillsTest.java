package io.althing.chaos.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code althing drill acceptance}, on one cluster; a member is replaced last. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DrillsTest {
    private Path home = Path.of("");
    private Drill.Setting setting = new Drill.Setting(home, 0, Duration.ZERO, line -> {});
    private Optional<LoopbackCluster> running = Optional.empty();

    @BeforeAll
    void start(@TempDir(cleanup = CleanupMode.NEVER) Path fresh) throws IOException, InterruptedException {
        home = fresh;
        setting = new Drill.Setting(home.resolve("drill"), 300, Duration.ofSeconds(3), line -> {});
        running = Optional.of(LoopbackCluster.started(home.resolve("cluster"), LoopbackCluster.QUICK_TO_START));
    }

    @AfterAll
    void stop() throws IOException {
        running.ifPresent(LoopbackCluster::close);
        Scratch.delete(home);
    }

    private static void holds(Drill.Outcome outcome) {
        assertThat(outcome.held()).as(String.join("; ", outcome.findings())).isTrue();
    }

    @Test
    @Order(1)
    void an_idle_cluster_writes_no_audit_entry() throws Exception {
        holds(new IdleDrill().on(running.orElseThrow(), setting));
    }

    @Test
    @Order(2)
    void killing_each_node_and_then_all_loses_and_doubles_nothing() throws Exception {
        holds(new KillDrill().on(running.orElseThrow(), setting));
    }

    @Test
    @Order(3)
    void a_node_far_behind_installs_a_snapshot_and_serves() throws Exception {
        holds(new LaggardDrill().on(running.orElseThrow(), setting));
    }

    @Test
    @Order(4)
    void every_certificate_and_the_authority_are_replaced_under_load_without_a_failed_write() throws Exception {
        holds(new RotateDrill().on(running.orElseThrow(), setting));
    }

    @Test
    @Order(5)
    void a_flipped_byte_in_the_state_is_refused_at_the_start() throws Exception {
        holds(new DamageDrill().on(running.orElseThrow(), setting));
    }

    @Test
    @Order(6)
    void an_emptied_node_refuses_its_old_name_and_the_printed_remedy_works() throws Exception {
        holds(new WipedDrill().on(running.orElseThrow(), setting));
    }

    @Test
    @Order(7)
    void interpreter_and_compiler_agree_on_a_recorded_log() throws Exception {
        holds(new InterpreterDrill().run(setting));
    }
}
