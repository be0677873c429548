package io.althing.raft;

import static io.althing.raft.RaftTestCluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.althing.codec.UnknownCommands;
import io.althing.registry.Command;
import io.althing.registry.NodeId;
import io.althing.registry.Outcome;
import io.althing.registry.Proposal;
import io.althing.registry.Region;
import io.althing.registry.Town;
import io.althing.store.Levels;
import io.althing.store.Receipt;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MixedLevelsTest {
    private static final Duration PATIENCE = RaftTestCluster.PATIENCE;

    private final Path dir;

    MixedLevelsTest(@TempDir Path dir) {
        this.dir = dir;
    }

    private static Proposal proposal(String id, Command command) {
        return new Proposal(id, Town.node(Town.AP), new NodeId("node-ap-south"), Optional.empty(), command);
    }

    private static Region leader(StoreCluster cluster, Region... among) {
        await("a leader", () -> Arrays.stream(among).anyMatch(r -> cluster.store(r).status().leads()));
        return Arrays.stream(among).filter(r -> cluster.store(r).status().leads()).findFirst().orElseThrow();
    }

    private static CompletableFuture<Receipt> raise(JraftStore store) {
        return store.raft().ifAllKnow(2, () -> store.proposeInTerm(proposal("raise", new Command.RaiseFeatureLevel(2)),
                store.status().term()));
    }

    private static void restart(StoreCluster cluster, Region region, int level) {
        cluster.stop(region);
        cluster.build(region, level);
        cluster.startAll();
    }

    private static void caughtUp(StoreCluster cluster) {
        assertThat(cluster.digests()).hasSize(3).containsOnly(cluster.digests().getFirst());
    }

    @Test
    void the_level_rises_once_every_member_knows_it() throws Exception {
        try (StoreCluster cluster = StoreCluster.formed(dir, Town.REGIONS)) {
            for (Region region : List.of(Town.AP, Town.EU)) {
                restart(cluster, region, 2);
                caughtUp(cluster);
            }
            JraftStore leads = cluster.store(leader(cluster, Town.AP, Town.EU, Town.US));
            assertThat(leads.raft().lacking(2).get(20, TimeUnit.SECONDS))
                    .contains("node node-us-east runs a build of level 1");
            assertThat(raise(leads)).failsWithin(PATIENCE).withThrowableThat()
                    .withCauseInstanceOf(AdminFailure.class).withMessageContaining("node-us-east");
            restart(cluster, Town.US, 2);
            caughtUp(cluster);
            await("the level to rise", () -> raised(cluster));
            await("everybody to know", () -> Town.REGIONS.stream()
                    .allMatch(r -> cluster.store(r).levels().equals(new Levels(2, 2))));
            caughtUp(cluster);
        }
    }

    private static boolean raised(StoreCluster cluster) {
        try {
            return raise(cluster.store(leader(cluster, Town.AP, Town.EU, Town.US))).get(20, TimeUnit.SECONDS)
                    .outcome() instanceof Outcome.Accepted;
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException again) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_raise_that_was_forced_halts_the_old_build_alone_and_applies_nothing_there() throws Exception {
        try (StoreCluster cluster = StoreCluster.formed(dir, Town.REGIONS)) {
            for (Region region : List.of(Town.AP, Town.EU)) {
                restart(cluster, region, 2);
                caughtUp(cluster);
            }
            long before = cluster.store(Town.US).status().appliedIndex();
            Receipt raised = cluster.store(Town.AP)
                    .propose(proposal("forced", new Command.RaiseFeatureLevel(2)), PATIENCE).get(20, TimeUnit.SECONDS);
            assertThat(raised.outcome()).isInstanceOf(Outcome.Accepted.class);
            await("the old build to halt", () -> cluster.fatal(Town.US).isPresent());
            assertThat(cluster.fatal(Town.US).orElseThrow().kind()).isEqualTo(FatalError.Kind.BUILD_TOO_OLD);
            assertThat(cluster.store(Town.US).status().appliedIndex()).isBetween(before, raised.index() - 1);
            assertThat(cluster.store(Town.US).status().fenced()).isTrue();
            JraftStore leads = cluster.store(leader(cluster, Town.AP, Town.EU));
            assertThat(leads.propose(proposal("again", new Command.RaiseFeatureLevel(2)), PATIENCE))
                    .succeedsWithin(PATIENCE);
        }
    }

    @Test
    void an_unknown_command_in_the_log_halts_the_node_before_it() throws Exception {
        try (StoreCluster cluster = StoreCluster.formed(dir, List.of(Town.AP))) {
            JraftStore store = cluster.store(Town.AP);
            long before = store.raft().readIndex(Duration.ofSeconds(10)).get(20, TimeUnit.SECONDS).index();
            byte[] unknown = UnknownCommands.insteadOf(proposal("new", new Command.RaiseFeatureLevel(2)));
            assertThat(store.raft().propose(unknown, Duration.ofSeconds(10))).failsWithin(PATIENCE);
            await("the node to halt", () -> cluster.fatal(Town.AP).isPresent());
            FatalError error = cluster.fatal(Town.AP).orElseThrow();
            assertThat(error.kind()).isEqualTo(FatalError.Kind.BUILD_TOO_OLD);
            assertThat(error.detail()).contains("4000").contains("Start the build its peers run");
            assertThat(store.status().appliedIndex()).isEqualTo(before);
            assertThat(store.status().fenced()).isTrue();
        }
    }
}
