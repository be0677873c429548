package io.althing.raft;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.althing.raft.transport.BoltTransport;
import io.althing.raft.transport.DialMap;
import io.althing.raft.transport.RaftTransport;

/**
 * What {@code althing bench transport} runs: writes of 256 bytes through three nodes in this process, each log synced to disk, from
 * closed-loop clients at the leader. Three clusters stand side by side, on bolt, on our own transport in plaintext and with TLS; each
 * load is put on them in turn, there and back. Prints one line of JSON for each measurement. It lives among the tests because bolt does.
 *
 * <p>{@code TransportBench directory warmUpSeconds seconds rounds clients…}
 */
public final class TransportBench {
    private static final int PAYLOAD = 256;
    private static final int WARM_UP_CLIENTS = 64;
    private static final int MOST_WRITES = 4_000_000;

    private TransportBench() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path dir = Path.of(args[0]);
        Duration warmUp = Duration.ofSeconds(Integer.parseInt(args[1]));
        Duration seconds = Duration.ofSeconds(Integer.parseInt(args[2]));
        int rounds = Integer.parseInt(args[3]);
        int[] clients = Arrays.stream(args).skip(4).mapToInt(Integer::parseInt).toArray();
        try (RaftTestCluster bolt = cluster(dir.resolve("bolt")).plaintext()
                .transport(TransportBench::bolt).startAll();
                RaftTestCluster plain = cluster(dir.resolve("plaintext")).plaintext().startAll();
                RaftTestCluster tls = cluster(dir.resolve("tls")).startAll()) {
            Map<String, RaftTestCluster> contenders = new LinkedHashMap<>();
            contenders.put("bolt-plaintext", bolt);
            contenders.put("own-plaintext", plain);
            contenders.put("own-tls", tls);
            for (RaftTestCluster cluster : contenders.values()) {
                measure(cluster, WARM_UP_CLIENTS, warmUp);
            }
            List<String> order = new ArrayList<>(contenders.keySet());
            for (int round = 0; round < rounds * 2; round++) {
                for (int n : clients) {
                    for (String name : order) {
                        System.out.println(
                                measure(contenders.getOrDefault(name, tls), n, seconds).json(name, n));
                    }
                }
                Collections.reverse(order);
            }
        }
        System.exit(0);
    }

    private static RaftTestCluster cluster(Path dir) {
        return RaftTestCluster.of(3, dir).settings(RaftSettings.defaults()).forgetful();
    }

    private static RaftTransport bolt(RaftNodeConfig config) {
        return new BoltTransport(Transports.target(config.network().listen()),
                new DialMap(Transports.targets(config.network().dialMap())));
    }

    private record Figures(double perSecond, long p50Micros, long p99Micros, int failures) {
        String json(String name, int clients) {
            return String.format(Locale.ROOT,
                    "{\"wire\":\"%s\",\"clients\":%d,\"perSecond\":%.1f,\"p50Micros\":%d,\"p99Micros\":%d,\"failures\":%d}",
                    name, clients, perSecond, p50Micros, p99Micros, failures);
        }
    }

    /** Closed-loop clients of one leader: each proposes again on the thread that completed its last proposal. */
    private static final class Clients {
        private final RaftNode<String> leader;
        private final long end;
        private final String run = Long.toString(System.nanoTime(), 36);
        private final long[] latencies = new long[MOST_WRITES];
        private final AtomicInteger done = new AtomicInteger();
        private final AtomicInteger ids = new AtomicInteger();
        private final AtomicInteger failures = new AtomicInteger();
        private final CountDownLatch ended;

        Clients(RaftNode<String> leader, int count, long end) {
            this.leader = leader;
            this.end = end;
            this.ended = new CountDownLatch(count);
        }

        void next() {
            long began = System.nanoTime();
            if (began > end) {
                ended.countDown();
                return;
            }
            int id = ids.incrementAndGet();
            byte[] payload = HeapMachine.put(run + id, "k" + id % 10_000, "v".repeat(PAYLOAD - 30));
            var unused = leader.propose(payload, Duration.ofSeconds(10)).whenComplete((committed, failure) -> {
                if (failure != null) {
                    failures.incrementAndGet();
                } else {
                    latencies[done.getAndIncrement()] = System.nanoTime() - began;
                }
                next();
            });
        }
    }

    private static Figures measure(RaftTestCluster cluster, int count, Duration time) throws InterruptedException {
        long start = System.nanoTime();
        Clients clients = new Clients(cluster.node(cluster.awaitLeader()), count, start + time.toNanos());
        for (int c = 0; c < count; c++) {
            clients.next();
        }
        clients.ended.await();
        double elapsed = (System.nanoTime() - start) / 1e9;
        long[] sorted = Arrays.copyOf(clients.latencies, clients.done.get());
        Arrays.sort(sorted);
        return new Figures(sorted.length / elapsed, sorted[sorted.length / 2] / 1000,
                sorted[(int) (sorted.length * 0.99)] / 1000, clients.failures.get());
    }
}
