package io.althing.chaos.sim.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.althing.registry.Command;
import io.althing.registry.NodeId;
import io.althing.registry.Outcome;
import io.althing.registry.Proposal;
import io.althing.registry.Town;
import io.althing.store.Consistency;
import io.althing.store.Receipt;
import io.althing.store.RegistryStore;
import io.althing.store.StoreFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** What a replicated log does when things go wrong. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SimLogTest {
    private final SimTown town;
    private int ids;

    SimLogTest() throws Exception {
        town = new SimTown(3);
        ask(0, new Command.CreateModel(Town.DIGITS, "", "olga")).get(20, TimeUnit.SECONDS);
    }

    private CompletableFuture<Receipt> ask(int replica, Command command) {
        return town.store(replica).propose(new Proposal("r" + ids++, Town.OPERATOR, new NodeId("n"), Optional.empty(),
                command), Duration.ofSeconds(5));
    }

    private Command tag(int number) {
        return new Command.SetTag(Town.DIGITS, "n", "" + number);
    }

    private int leader() {
        return town.replicas().indexOf(town.log.leader().orElseThrow());
    }

    private void cut(int replica) {
        for (SimReplica other : town.replicas()) {
            town.network.cut(town.replicas().get(replica).name(), other.name());
            town.network.cut(other.name(), town.replicas().get(replica).name());
        }
    }

    private List<String> digests() {
        return town.replicas().stream().map(r -> r.machine().applier().chainDigest() + "@" + r.appliedIndex())
                .distinct().toList();
    }

    @Test
    void a_leader_that_is_cut_off_acknowledges_nothing_and_the_others_go_on() throws Exception {
        int former = leader();
        cut(former);
        CompletableFuture<Receipt> lost = ask(former, tag(1));
        town.passes(Duration.ofSeconds(4));
        assertThat(ask((former + 1) % 3, tag(2)).get(20, TimeUnit.SECONDS).outcome())
                .isInstanceOf(Outcome.Accepted.class);
        assertThatThrownBy(() -> lost.get(20, TimeUnit.SECONDS)).cause().isInstanceOfSatisfying(StoreFailure.class,
                f -> assertThat(f.reason()).isEqualTo(StoreFailure.Reason.OUTCOME_UNKNOWN));
        assertThat(leader()).isNotEqualTo(former);
        town.network.healAll();
        town.passes(Duration.ofSeconds(5));
        assertThat(digests()).hasSize(1);
    }

    @Test
    void a_cut_off_follower_reads_locally_but_not_linearizably() throws Exception {
        int cut = (leader() + 1) % 3;
        cut(cut);
        RegistryStore store = town.store(cut);
        assertThat(store.read(new Consistency.Local(), s -> 1).get(20, TimeUnit.SECONDS).value()).isEqualTo(1);
        var read = store.read(new Consistency.Linearizable(Duration.ofSeconds(2)), s -> 1);
        assertThatThrownBy(() -> read.get(20, TimeUnit.SECONDS)).cause().isInstanceOfSatisfying(StoreFailure.class,
                f -> assertThat(f.reason()).isEqualTo(StoreFailure.Reason.NO_QUORUM));
    }

    @Test
    void what_was_acknowledged_survives_a_loss_of_power_everywhere() throws Exception {
        var acknowledged = new ArrayList<Receipt>();
        for (int i = 0; i < 100; i++) {
            acknowledged.add(ask(i % 3, tag(i)).get(20, TimeUnit.SECONDS));
        }
        town.replicas().forEach(SimReplica::crash);
        town.replicas().forEach(SimReplica::losePower);
        town.replicas().forEach(SimReplica::restart);
        town.passes(Duration.ofSeconds(10));
        ask(0, tag(100)).get(20, TimeUnit.SECONDS);
        town.passes(Duration.ofSeconds(5));
        assertThat(digests()).hasSize(1);
        assertThat(town.store(1).audit().size()).isGreaterThan(acknowledged.get(99).auditIndex().orElseThrow());
    }

    @Test
    void a_replica_that_was_away_for_long_takes_a_snapshot() throws Exception {
        int away = (leader() + 1) % 3;
        SimReplica replica = town.replicas().get(away);
        replica.crash();
        for (int i = 0; i < 150; i++) {
            ask((away + 1) % 3, tag(i)).get(20, TimeUnit.SECONDS);
        }
        replica.restart();
        town.passes(Duration.ofSeconds(10));
        assertThat(replica.disk().base()).isGreaterThan(10);
        assertThat(digests()).hasSize(1);
    }
}
