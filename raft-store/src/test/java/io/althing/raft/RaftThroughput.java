package io.althing.raft;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.althing.raft.transport.BoltTransport;
import io.althing.raft.transport.DialMap;
import io.althing.raft.transport.RaftTransport;

/**
 * Writes of 256 bytes through three nodes in this process, each log synced to disk, from closed-loop clients at the leader. Side by side in one run: bolt, our own transport in plaintext, and with
 * TLS. Prints one line per number of clients. Figures of one machine and one run; compare only within a run.
 *
 * <p>{@code RaftThroughput [seconds] [clients…]}
 */
public final class RaftThroughput {
    private static final int PAYLOAD = 256;

    private RaftThroughput() {}

    /** Writes per second and latency quantiles in microseconds. */
    record Figures(int clients, double perSecond, long p50Micros, long p99Micros) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%4d clients  %8.0f writes/s  p50 %6d us  p99 %6d us", clients, perSecond,
                    p50Micros,
                    p99Micros);
        }
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 8;
        int[] clients = args.length > 1
                ? Arrays.stream(args).skip(1).mapToInt(Integer::parseInt).toArray()
                : new int[]{1, 64};
        Path dir = Files.createTempDirectory(Path.of("target"), "throughput");
        try (RaftTestCluster bolt = RaftTestCluster.of(3, dir.resolve("bolt")).transport(RaftThroughput::bolt)) {
            measure(bolt, seconds, clients, "bolt, plaintext");
        }
        try (RaftTestCluster plain = RaftTestCluster.of(3, dir.resolve("plain"))) {
            measure(plain, seconds, clients, "own transport, plaintext");
        }
        try (RaftTestCluster tls = RaftTestCluster.of(3, dir.resolve("tls")).secure()) {
            measure(tls, seconds, clients, "own transport, TLS 1.3");
        }
    }

    private static RaftTransport bolt(RaftNodeConfig config) {
        return new BoltTransport(Transports.target(config.network().listen()),
                new DialMap(Transports.targets(config.network().dialMap())));
    }

    static void measure(RaftTestCluster cluster, int seconds, int[] clients, String title) throws InterruptedException {
        cluster.startAll();
        RaftNode<String> leader = cluster.node(cluster.awaitLeader());
        System.out.println(title + ", " + PAYLOAD + "-byte payloads, " + seconds
                + " s each, three nodes in one process, fsync on");
        run(leader, 64, 3);
        for (int n : clients) {
            System.out.println(run(leader, n, seconds));
        }
    }

    /** Each client proposes again on the thread that completed its last proposal. */
    private static Figures run(RaftNode<String> leader, int clients, int seconds) throws InterruptedException {
        ConcurrentLinkedQueue<Long> latencies = new ConcurrentLinkedQueue<>();
        AtomicInteger ids = new AtomicInteger();
        String run = Long.toString(System.nanoTime(), 36);
        long start = System.nanoTime();
        long end = start + Duration.ofSeconds(seconds).toNanos();
        CountDownLatch done = new CountDownLatch(clients);
        for (int c = 0; c < clients; c++) {
            next(new Client(leader, latencies, ids, run, end, done));
        }
        done.await();
        double elapsed = (System.nanoTime() - start) / 1e9;
        long[] sorted = latencies.stream().mapToLong(Long::longValue).sorted().toArray();
        return new Figures(clients, sorted.length / elapsed, sorted[sorted.length / 2] / 1000,
                sorted[sorted.length * 99 / 100] / 1000);
    }

    private record Client(RaftNode<String> leader, ConcurrentLinkedQueue<Long> latencies, AtomicInteger ids, String run,
            long end,
            CountDownLatch done) {}

    private static void next(Client client) {
        long began = System.nanoTime();
        if (began > client.end) {
            client.done.countDown();
            return;
        }
        int id = client.ids.incrementAndGet();
        byte[] payload = HeapMachine.put(client.run + id, "k" + id % 10_000, "v".repeat(PAYLOAD - 30));
        var unused = client.leader.propose(payload, Duration.ofSeconds(10)).whenComplete((committed, failure) -> {
            if (failure != null) {
                System.out.println("failed: " + failure);
            } else {
                client.latencies.add(System.nanoTime() - began);
            }
            next(client);
        });
    }
}
