package io.althing.raft;

import static io.althing.raft.RaftTestCluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A snapshot of many bytes goes to a node that lags, throttled and over TLS, while the others go on. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LargeSnapshotTest {
    private static final Logger LOG = LoggerFactory.getLogger(LargeSnapshotTest.class);
    private static final int FILE_BYTES = 4 << 20;

    private final Path dir;

    LargeSnapshotTest(@TempDir(cleanup = CleanupMode.ALWAYS) Path dir) {
        this.dir = dir;
    }

    @Test
    void a_snapshot_of_32_mib_arrives_while_writes_go_on() throws IOException {
        installs(32L << 20, 8L << 20);
    }

    @Test
    @Tag("long")
    void a_snapshot_of_a_gib_arrives_throttled_while_writes_go_on() throws IOException {
        installs(1L << 30, 64L << 20);
    }

    private void installs(long bytes, long bytesPerSecond) throws IOException {
        Path bulk = bulk(bytes);
        RaftSettings settings = RaftSettings.defaults().with(RaftSettings.Timing.continental())
                .with(new RaftSettings.Snapshots(Duration.ofMinutes(10), 20_000,
                        bytesPerSecond, Duration.ofMinutes(30)));
        try (RaftTestCluster cluster = RaftTestCluster.of(3, dir).settings(settings).carrying(bulk).startAll()) {
            String leader = cluster.awaitLeader();
            String lagging = cluster.awaitFollower();
            cluster.put(leader, "r0", "k", "0");
            cluster.stop(lagging);
            cluster.forgetState(lagging);
            for (int round = 0; round < 3; round++) {
                cluster.put(leader, "r-" + round, "k", "round " + round);
                RaftTestCluster.get(cluster.node(leader).snapshotNow());
            }
            long term = cluster.node(leader).status().term();
            List<Long> latencies = new ArrayList<>();
            AtomicBoolean enough = new AtomicBoolean();
            CompletableFuture<Void> load = CompletableFuture.runAsync(() -> {
                while (!enough.get()) {
                    long began = System.nanoTime();
                    cluster.put(leader, "w" + latencies.size(), "w", "x");
                    latencies.add(System.nanoTime() - began);
                }
            }, r -> Thread.ofPlatform().start(r));
            long began = System.nanoTime();
            cluster.start(lagging);
            awaitLong("the snapshot to be installed", () -> cluster.machine(lagging).snapshotsLoaded() > 0);
            double seconds = (System.nanoTime() - began) / 1e9;
            enough.set(true);
            RaftTestCluster.get(load);
            long last = cluster.put(leader, "last", "z", "1").index();
            await("the lagging node to apply all", () -> cluster.machine(lagging).appliedIndex() >= last);
            assertThat(cluster.machine(lagging).digest()).isEqualTo(cluster.machine(leader).digest());
            assertThat(cluster.machine(lagging).bulkLoaded()).isEqualTo(bytes);
            assertThat(cluster.node(leader).status().term()).as("nobody else stood for election").isEqualTo(term);
            assertThat(seconds).as("seconds; the throttle holds").isGreaterThan(0.8 * bytes / bytesPerSecond);
            latencies.sort(null);
            LOG.info(
                    "{} MiB installed in {} s, {} MiB/s, throttled at {} MiB/s; meanwhile {} writes, p50 {} ms, p99 {} ms,"
                            + " most {} ms",
                    bytes >> 20, Math.round(seconds * 10) / 10.0,
                    Math.round((bytes >> 20) / seconds), bytesPerSecond >> 20, latencies.size(),
                    millis(latencies, 0.5), millis(latencies, 0.99), millis(latencies, 1));
        }
    }

    private static double millis(List<Long> sorted, double share) {
        return Math.round(sorted.get((int) Math.min(sorted.size() - 1, sorted.size() * share)) / 1e5) / 10.0;
    }

    /** The ordinary patience, again and again for ten minutes. */
    private static void awaitLong(String what, java.util.function.BooleanSupplier condition) {
        for (int i = 0;; i++) {
            try {
                await(what, condition);
                return;
            } catch (AssertionError e) {
                if (i == 30) {
                    throw e;
                }
            }
        }
    }

    /** Files that do not compress. */
    private Path bulk(long bytes) throws IOException {
        Path bulk = Files.createDirectory(dir.resolve("bulk"));
        Random random = new Random(1);
        byte[] piece = new byte[FILE_BYTES];
        for (int i = 0; (long) i * FILE_BYTES < bytes; i++) {
            random.nextBytes(piece);
            try (OutputStream out = Files.newOutputStream(bulk.resolve("part-" + i))) {
                out.write(piece);
            }
        }
        try (Stream<Path> all = Files.list(bulk)) {
            assertThat(all.mapToLong(p -> p.toFile().length()).sum()).isEqualTo(bytes);
        }
        return bulk;
    }
}
