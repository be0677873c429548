package io.althing.raft;

import static io.althing.raft.RaftTestCluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links are cut again and again under pipelined load; every write arrives, once, in one order. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReconnectTest {
    private static final int CLIENTS = 8;

    private final Path dir;

    ReconnectTest(@TempDir Path dir) {
        this.dir = dir;
    }

    @Test
    void the_order_holds_while_links_are_cut() throws IOException {
        orderHoldsUnder(6);
    }

    @Test
    @Tag("long")
    void the_order_holds_under_a_thousand_cuts() throws IOException {
        orderHoldsUnder(1000);
    }

    private void orderHoldsUnder(int cuts) throws IOException {
        RaftTestCluster cluster = RaftTestCluster.of(3, dir);
        List<TestRelay> relays = new ArrayList<>();
        try (cluster) {
            for (Member from : cluster.genesis().seeds()) {
                for (Member to : cluster.genesis().seeds()) {
                    if (!from.equals(to)) {
                        TestRelay relay = new TestRelay(to.address().port());
                        relays.add(relay);
                        cluster.dial(from.node().value(), to.node().value(), relay.port());
                    }
                }
            }
            cluster.startAll();
            String through = cluster.awaitLeader();
            AtomicBoolean enough = new AtomicBoolean();
            AtomicInteger acknowledged = new AtomicInteger();
            List<CompletableFuture<Void>> load = new ArrayList<>();
            for (int c = 0; c < CLIENTS; c++) {
                int client = c;
                load.add(CompletableFuture.runAsync(() -> write(cluster.node(through), client, enough, acknowledged),
                        r -> Thread.ofPlatform().start(r)));
            }
            for (int i = 0; i < cuts; i++) {
                int before = acknowledged.get();
                relays.get(i % relays.size()).cut();
                await("writes to go on after cut " + i, () -> acknowledged.get() > before + CLIENTS);
            }
            enough.set(true);
            load.forEach(RaftTestCluster::get);
            long last = cluster.put(through, "last", "last", "1").index();
            for (String n : new String[]{"n1", "n2", "n3"}) {
                await(n + " to apply all", () -> cluster.machine(n).appliedIndex() >= last);
            }
            assertThat(order(cluster, "n1")).hasSizeGreaterThan(acknowledged.get()).isEqualTo(order(cluster, "n2"))
                    .isEqualTo(order(cluster, "n3"));
        } finally {
            relays.forEach(TestRelay::close);
        }
    }

    private static void write(RaftNode<String> node, int client, AtomicBoolean enough, AtomicInteger acknowledged) {
        for (int i = 0; !enough.get(); i++) {
            Committed<String> done = RaftTestCluster
                    .get(node.propose(HeapMachine.put(client + "-" + i, "k" + client, Integer.toString(i)),
                            Duration.ofSeconds(20)));
            assertThat(done.result()).startsWith("k" + client + "=" + i + "@");
            acknowledged.incrementAndGet();
        }
    }

    private static List<String> order(RaftTestCluster cluster, String node) {
        return cluster.machine(node).applied().stream()
                .map(e -> e.index() + " " + new String(e.payload(), StandardCharsets.UTF_8)).toList();
    }
}
