package io.althing.raft;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import io.althing.raft.transport.NodeCertificates;
import io.althing.raft.transport.PeerIdentity;
import io.althing.raft.transport.RaftTransport;
import io.althing.raft.transport.TlsFiles;
import io.althing.registry.NodeId;
import io.althing.registry.Region;

/** A cluster in this process: each node with its own directory and loopback port. */
public final class RaftTestCluster implements AutoCloseable {
    /** The system may offer a port again as soon as it is let go. */
    private static final Set<Integer> HANDED_OUT = ConcurrentHashMap.newKeySet();
    public static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path root;
    private final Genesis genesis;
    private RaftSettings settings;
    private final Map<NodeId, Map<NodeId, HostPort>> dialMaps = new TreeMap<>();
    private final Map<NodeId, RaftNode<String>> nodes = new ConcurrentHashMap<>();
    private final Map<NodeId, HeapMachine> machines = new ConcurrentHashMap<>();
    private final Map<NodeId, FatalError> fatal = new ConcurrentHashMap<>();
    private final Map<NodeId, List<String>> leadership = new ConcurrentHashMap<>();
    private Optional<NodeCertificates> authority = Optional.empty();
    private Optional<Path> bulk = Optional.empty();
    private Supplier<HeapMachine> machineKind = HeapMachine::new;
    private InstantSource clock = InstantSource.system();
    private Function<RaftNodeConfig, Optional<RaftTransport>> transports = config -> Optional.empty();

    private RaftTestCluster(Path root, Genesis genesis, RaftSettings settings) {
        this.root = root;
        this.genesis = genesis;
        this.settings = settings;
    }

    /** Seeds named {@code n1}, {@code n2}, …, each in a region of its own, that will speak TLS; nothing is started. */
    public static RaftTestCluster of(int seeds, Path root) {
        List<Member> members = new ArrayList<>();
        for (int i = 1; i <= seeds; i++) {
            members.add(member("n" + i));
        }
        return new RaftTestCluster(root, new Genesis("test", members), quick()).secure();
    }

    /** A member on a free loopback port. */
    public static Member member(String name) {
        return new Member(new NodeId(name), new Region("region-" + name), new HostPort("127.0.0.1", freePort()));
    }

    /** Elections in a few hundred milliseconds. */
    public static RaftSettings quick() {
        return RaftSettings.defaults()
                .with(new RaftSettings.Timing(Duration.ofMillis(800), Duration.ofMillis(500), Duration.ofSeconds(2),
                        Duration.ofSeconds(2)));
    }

    /**
     * A loopback port nobody listens on and that was not handed out before in this process. Below those that Linux gives to outgoing
     * connections (32768 and up), which could take it before it is listened on.
     */
    public static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(12_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                if (HANDED_OUT.add(socket.getLocalPort())) {
                    return socket.getLocalPort();
                }
            } catch (BindException inUse) {
                HANDED_OUT.add(port);
            } catch (IOException e) {
                throw new IllegalStateException("no free port", e);
            }
        }
    }

    public Genesis genesis() {
        return genesis;
    }

    /** Nodes made from now on use that transport instead of the standard one. */
    RaftTestCluster transport(Function<RaftNodeConfig, RaftTransport> choice) {
        transports = choice.andThen(Optional::of);
        return this;
    }

    /** Every node started from now on is stamped by this clock when it leads. */
    public RaftTestCluster clock(InstantSource other) {
        clock = other;
        return this;
    }

    /** From its next start, {@code from} reaches {@code to} at that port. */
    public void dial(String from, String to, int port) {
        dialMaps.computeIfAbsent(new NodeId(from), n -> new TreeMap<>()).put(new NodeId(to),
                new HostPort("127.0.0.1", port));
    }

    public RaftTestCluster startAll() {
        List<CompletableFuture<Void>> starts = genesis.seeds().stream()
                .map(seed -> CompletableFuture.runAsync(() -> start(seed),
                        r -> Thread.ofPlatform().start(r)))
                .toList();
        starts.forEach(CompletableFuture::join);
        return this;
    }

    public void start(String name) {
        start(genesis.seed(new NodeId(name)).orElseThrow());
    }

    public RaftNode<String> start(Member member) {
        try {
            RaftNode<String> node = prepare(member);
            node.start();
            return node;
        } catch (IOException | StartRefused | InterruptedException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** A node with everything set, not started. */
    public RaftNode<String> prepare(Member member) {
        RaftNodeConfig config = new RaftNodeConfig(member, genesis, dir(member.node().value()),
                new RaftNodeConfig.Network(member.address(), dialMaps.getOrDefault(member.node(), Map.of()),
                        certificate(member)),
                settings);
        HeapMachine machine = machines.computeIfAbsent(member.node(),
                n -> bulk.map(machineKind.get()::carrying).orElseGet(machineKind));
        RaftNode.Hooks hooks = new RaftNode.Hooks(clock, RandomGenerator.of("SecureRandom"), listener(member.node()),
                error -> fatal.put(member.node(), error));
        RaftNode<String> node = transports.apply(config)
                .map(t -> new RaftNode<>(config, machine, new HeapMachine.Codec(), hooks, t))
                .orElseGet(() -> new RaftNode<>(config, machine, new HeapMachine.Codec(), hooks));
        nodes.put(member.node(), node);
        return node;
    }

    private LeadershipListener listener(NodeId id) {
        List<String> log = leadership.computeIfAbsent(id, n -> Collections.synchronizedList(new ArrayList<>()));
        return new LeadershipListener() {
            @Override
            public void leading(long term) {
                log.add("leading " + term);
            }

            @Override
            public void stopped(long term) {
                log.add("stopped " + term);
            }
        };
    }

    /** Nodes started from now on speak plaintext. */
    public RaftTestCluster plaintext() {
        authority = Optional.empty();
        return this;
    }

    /** Nodes made from now on run by other settings. */
    RaftTestCluster settings(RaftSettings other) {
        settings = other;
        return this;
    }

    /** Machines made from now on keep neither entries nor request ids. */
    RaftTestCluster forgetful() {
        machineKind = () -> new HeapMachine().forgetful();
        return this;
    }

    /** Snapshots of machines made from now on also hold that directory's files. */
    RaftTestCluster carrying(Path files) {
        bulk = Optional.of(files);
        return this;
    }

    private RaftTestCluster secure() {
        authority = Optional.of(NodeCertificates.create("test authority", Duration.ofDays(1), InstantSource.system(),
                new SecureRandom()));
        return this;
    }

    private Optional<TlsFiles> certificate(Member member) {
        return authority.map(a -> issue(a, member));
    }

    /** Gives a member a new certificate and key in its files. */
    TlsFiles issue(NodeCertificates by, Member member) {
        Path pki = root.resolve("pki-" + member.node());
        TlsFiles files = new TlsFiles(pki.resolve("node.pem"), pki.resolve("node.key"), pki.resolve("authorities.pem"));
        try {
            by.issue(new PeerIdentity(genesis.clusterId(), member.region().value(), member.node().value()),
                    Duration.ofHours(1), files);
            return files;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    NodeCertificates authority() {
        return authority.orElseThrow();
    }

    public Path dir(String name) {
        return root.resolve(name);
    }

    public RaftNode<String> node(String name) {
        return Objects.requireNonNull(nodes.get(new NodeId(name)), name);
    }

    public HeapMachine machine(String name) {
        return Objects.requireNonNull(machines.get(new NodeId(name)), name);
    }

    /** The next start of that node finds an empty state machine. */
    public void forgetState(String name) {
        machines.remove(new NodeId(name));
    }

    public Optional<FatalError> fatal(String name) {
        return Optional.ofNullable(fatal.get(new NodeId(name)));
    }

    /** What that node's leadership listener was told, oldest first. */
    public List<String> leadership(String name) {
        return List.copyOf(leadership.getOrDefault(new NodeId(name), List.of()));
    }

    public void stop(String name) {
        node(name).stop();
    }

    /** The name of a node that leads and that a majority of the running nodes follow. */
    public String awaitLeader() {
        return awaitPresent("a leader", this::agreedLeader);
    }

    private Optional<String> agreedLeader() {
        for (RaftNode<String> node : nodes.values()) {
            Status status = node.status();
            if (status.role() == Status.Role.LEADER) {
                long following = nodes.values().stream().map(RaftNode::status)
                        .filter(s -> s.leader().filter(l -> l.node().equals(status.self())).isPresent()
                                && s.term() == status.term())
                        .count();
                if (following > genesis.seeds().size() / 2) {
                    return Optional.of(status.self().value());
                }
            }
        }
        return Optional.empty();
    }

    /** Some running node that follows a leader. */
    public String awaitFollower() {
        return awaitPresent("a follower",
                () -> agreedLeader().flatMap(leader -> nodes.values().stream().map(RaftNode::status)
                        .filter(s -> s.role() == Status.Role.FOLLOWER
                                && s.leader().filter(l -> l.node().value().equals(leader)).isPresent())
                        .map(s -> s.self().value()).findFirst()));
    }

    private static String awaitPresent(String what, Supplier<Optional<String>> source) {
        List<String> found = new ArrayList<>();
        await(what, () -> source.get().map(found::add).orElse(false));
        return found.getLast();
    }

    /** Commits a value through that node. */
    public Committed<String> put(String through, String requestId, String key, String value) {
        return get(node(through).propose(HeapMachine.put(requestId, key, value), PATIENCE));
    }

    public static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE.toSeconds() + 5, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits for a condition, looking every few milliseconds. */
    public static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("waited " + PATIENCE.toSeconds() + " s in vain for " + what);
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    @Override
    public void close() {
        nodes.values().forEach(RaftNode::stop);
    }
}
