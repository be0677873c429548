package io.althing.raft;

import io.althing.codec.Codecs;
import io.althing.raft.transport.NodeCertificates;
import io.althing.raft.transport.PeerIdentity;
import io.althing.raft.transport.TlsFiles;
import io.althing.registry.Command;
import io.althing.registry.FeatureLevel;
import io.althing.registry.NodeId;
import io.althing.registry.Proposal;
import io.althing.registry.Region;
import io.althing.registry.Registry;
import io.althing.registry.Sha256;
import io.althing.registry.Town;
import io.althing.store.Consistency;
import io.althing.store.Ed25519Check;
import io.althing.store.StoreStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Replicated registries in this process that speak TLS, one a region of {@link Town}, each with a directory and a loopback port of its own. */
public final class StoreCluster implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path root;
    private final Genesis genesis;
    private final Map<Region, JraftStore> stores = new TreeMap<>();
    private final Map<Region, Integer> levels = new ConcurrentHashMap<>();
    private final Map<Region, FatalError> fatal = new ConcurrentHashMap<>();
    private final NodeCertificates authority = NodeCertificates.create("test authority", Duration.ofDays(1),
            InstantSource.system(), new SecureRandom());

    private StoreCluster(Path root, List<Region> regions) {
        this.root = root;
        List<Member> seeds = regions.stream().map(
                r -> new Member(new NodeId("node-" + r), r, new HostPort("127.0.0.1", RaftTestCluster.freePort())))
                .toList();
        this.genesis = new Genesis("town", seeds);
    }

    /** A running cluster whose registry is formed. */
    public static StoreCluster formed(Path root, List<Region> regions) throws Exception {
        var cluster = new StoreCluster(root, regions);
        cluster.startAll();
        var form = new Proposal("form", Town.node(regions.get(0)), new NodeId("node-" + regions.get(0)),
                Optional.empty(),
                new Command.FormCluster(Town.genesis()));
        long index = cluster.store(regions.get(0)).propose(form, PATIENCE).get(20, TimeUnit.SECONDS).index();
        for (JraftStore store : cluster.stores.values()) {
            store.read(new Consistency.AtLeast(index, PATIENCE), state -> true).get(20, TimeUnit.SECONDS);
        }
        return cluster;
    }

    /** Starts every region that is not running. */
    public void startAll() {
        List<CompletableFuture<Void>> starts = genesis.seeds().stream().filter(s -> !stores.containsKey(s.region()))
                .map(s -> CompletableFuture.runAsync(() -> start(s), r -> Thread.ofPlatform().start(r))).toList();
        starts.forEach(CompletableFuture::join);
    }

    private void start(Member seed) {
        try {
            var config = new RaftNodeConfig(seed, genesis, root.resolve(seed.node().value()),
                    new RaftNodeConfig.Network(seed.address(), Map.of(), Optional.of(certificate(seed))),
                    RaftTestCluster.quick());
            var hooks = new RaftNode.Hooks(InstantSource.system(), RandomGenerator.of("SecureRandom"),
                    LeadershipListener.none(), error -> fatal.put(seed.region(), error));
            var registry = new Registry(new Ed25519Check(),
                    levels.getOrDefault(seed.region(), FeatureLevel.ofBuild()));
            var store = new JraftStore(config, registry, Codecs.create(), hooks);
            store.start();
            synchronized (stores) {
                stores.put(seed.region(), store);
            }
        } catch (IOException | StartRefused | InterruptedException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private TlsFiles certificate(Member seed) throws IOException {
        Path pki = root.resolve("pki-" + seed.node());
        TlsFiles files = new TlsFiles(pki.resolve("node.pem"), pki.resolve("node.key"), pki.resolve("authorities.pem"));
        authority.issue(new PeerIdentity(genesis.clusterId(), seed.region().value(), seed.node().value()),
                Duration.ofHours(1), files);
        return files;
    }

    /** From its next start the region's node is as a build of that feature level. */
    public void build(Region region, int level) {
        levels.put(region, level);
    }

    /** Why the region's node can do no more; empty if it can. */
    public Optional<FatalError> fatal(Region region) {
        return Optional.ofNullable(fatal.get(region));
    }

    /** Stops the region's node. */
    public void stop(Region region) {
        Objects.requireNonNull(stores.remove(region)).close();
    }

    public JraftStore store(Region region) {
        return Objects.requireNonNull(stores.get(region), region.value());
    }

    /** Waits until all have applied equally much, and gives their chained digests there; a proposal sent twice may still come in late. */
    public List<Sha256> digests() {
        while (true) {
            List<StoreStatus> all = stores.values().stream().map(JraftStore::status).toList();
            long most = all.stream().mapToLong(StoreStatus::appliedIndex).max().orElse(0);
            if (all.stream().allMatch(s -> s.appliedIndex() == most)) {
                return all.stream().map(StoreStatus::chainDigest).toList();
            }
            for (JraftStore store : stores.values()) {
                store.read(new Consistency.AtLeast(most, PATIENCE), state -> true).join();
            }
        }
    }

    @Override
    public void close() {
        stores.values().forEach(JraftStore::close);
    }
}
