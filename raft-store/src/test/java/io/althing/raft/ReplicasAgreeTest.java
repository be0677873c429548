package io.althing.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.registry.Command;
import io.althing.registry.ModelName;
import io.althing.registry.NodeId;
import io.althing.registry.Outcome;
import io.althing.registry.Proposal;
import io.althing.registry.Region;
import io.althing.registry.Town;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReplicasAgreeTest {
    private static final ModelName DIGITS = new ModelName("digits");

    @TempDir
    Path directory;

    @Test
    void replicas_have_equal_digests_and_roots_through_leader_loss_restart_and_a_snapshot() throws Exception {
        try (StoreCluster cluster = StoreCluster.formed(directory, Town.REGIONS)) {
            propose(cluster, Town.AP, "create", new Command.CreateModel(DIGITS, "", "olga"));
            write(cluster, Town.AP, 0, 50);
            Region leader = leader(cluster);
            cluster.stop(leader);
            Region other = Town.REGIONS.stream().filter(r -> !r.equals(leader)).findFirst().orElseThrow();
            write(cluster, other, 50, 100);
            cluster.store(other).raft().snapshotNow().get(20, TimeUnit.SECONDS);
            write(cluster, other, 100, 120);
            cluster.startAll();
            write(cluster, leader, 120, 130);
            assertThat(Set.copyOf(cluster.digests())).hasSize(1);
            assertThat(Town.REGIONS.stream().map(r -> cluster.store(r).audit().head()).distinct()).hasSize(1);
            assertThat(cluster.store(leader).audit().size()).isEqualTo(132);
        }
    }

    @Test
    void all_stopped_and_started_again_nothing_acknowledged_is_lost() throws Exception {
        try (StoreCluster cluster = StoreCluster.formed(directory, Town.REGIONS)) {
            propose(cluster, Town.AP, "create", new Command.CreateModel(DIGITS, "", "olga"));
            write(cluster, Town.AP, 0, 30);
            Town.REGIONS.forEach(cluster::stop);
            cluster.startAll();
            write(cluster, Town.EU, 30, 31);
            assertThat(Set.copyOf(cluster.digests())).hasSize(1);
            assertThat(cluster.store(Town.EU).audit().size()).isEqualTo(33);
        }
    }

    private static Region leader(StoreCluster cluster) {
        return Town.REGIONS.stream().filter(r -> cluster.store(r).status().leads()).findFirst().orElseThrow();
    }

    private static void write(StoreCluster cluster, Region through, int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            propose(cluster, through, "tag-" + i, new Command.SetTag(DIGITS, "n" + i, "" + i));
        }
    }

    private static void propose(StoreCluster cluster, Region through, String id, Command command) throws Exception {
        var proposal = new Proposal(id, Town.OPERATOR, new NodeId("node-a"), Optional.empty(), command);
        assertThat(cluster.store(through).propose(proposal, Duration.ofSeconds(20)).get(20, TimeUnit.SECONDS).outcome())
                .isInstanceOf(Outcome.Accepted.class);
    }
}
