package io.althing.local;

import io.althing.client.ApiClient;
import io.althing.client.Call;
import io.althing.client.Endpoints;
import io.althing.client.ExitCode;
import io.althing.client.Tokens;
import io.althing.client.UserError;
import io.althing.registry.Region;
import io.althing.relay.RegionLinks;
import io.althing.relay.RegionLinks.Link;
import io.althing.relay.RelayControl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A cluster of child processes with a relay in every link between regions. Closing it stops all of them; the data stays. */
public final class LocalCluster implements AutoCloseable {
    private static final Duration STOP = Duration.ofSeconds(10);

    private final String clusterId;
    private final ClusterFiles files;
    private final RegionLinks links = new RegionLinks();
    private final RelayControl control;
    private final Map<Region, Child> nodes = new ConcurrentSkipListMap<>();
    private final Map<Region, Child> agents = new ConcurrentSkipListMap<>();

    private LocalCluster(String clusterId, ClusterFiles files) throws IOException {
        this.clusterId = clusterId;
        this.files = files;
        for (Region from : files.ports().regions()) {
            for (Region to : files.others(from)) {
                links.add(new Link(from, to), files.ports().raftRelay(from, to), loopback(files.ports().raft(to)));
                links.add(new Link(from, to), files.ports().apiRelay(from, to), loopback(files.ports().api(to)));
            }
        }
        this.control = RelayControl.start(files.ports().control(), links);
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /**
     * Writes the files and starts the relays; no process yet.
     *
     * @throws UserError if ports are taken, naming them; nothing was started then
     */
    public static LocalCluster prepare(String clusterId, ClusterFiles files, Path policies) {
        List<Integer> taken = files.ports().taken();
        if (!taken.isEmpty()) {
            throw UserError.usage("port" + (taken.size() > 1 ? "s " : " ")
                    + taken.stream().map(Object::toString).collect(Collectors.joining(", "))
                    + " in use; stop what listens there, or choose others with --base-port");
        }
        try {
            files.prepare(clusterId, policies);
            return new LocalCluster(clusterId, files);
        } catch (IOException e) {
            throw new UserError(ExitCode.USAGE, "the cluster's files in " + files.home() + " cannot be written: "
                    + e.getMessage(), e);
        }
    }

    /** Starts every node; returns at once. */
    public void startNodes() throws IOException {
        for (Region region : files.ports().regions()) {
            startNode(region);
        }
    }

    /** Starts every agent; returns at once. */
    public void startAgents() throws IOException {
        for (Region region : files.ports().regions()) {
            startAgent(region);
        }
    }

    /** Starts, or starts again, a region's node. */
    public void startNode(Region region) throws IOException {
        nodes.put(region, Child.start("node of " + region, files.region(region).resolve("node.log"), "node", "--config",
                files.nodeConfig(region).toString()));
        endpoints().write(files.endpoints());
    }

    /** Starts, or starts again, a region's agent. */
    public void startAgent(Region region) throws IOException {
        agents.put(region, Child.start("agent of " + region, files.region(region).resolve("agent.log"), "agent",
                "--config", files.agentConfig(region).toString()));
        endpoints().write(files.endpoints());
    }

    /** A region's node process, if it was started. */
    public Optional<Child> node(Region region) {
        return Optional.ofNullable(nodes.get(region));
    }

    /** The regions, in their order. */
    public List<Region> regions() {
        return files.ports().regions();
    }

    /** The cluster's files. */
    public ClusterFiles files() {
        return files;
    }

    /** The links between regions, to cut and heal. */
    public RegionLinks links() {
        return links;
    }

    /** The cluster's addresses as of now. */
    public Endpoints endpoints() {
        SortedMap<Region, ClusterFiles.Pids> pids = new TreeMap<>();
        for (Region region : regions()) {
            pids.put(region, new ClusterFiles.Pids(node(region).map(Child::pid).orElse(0L),
                    Optional.ofNullable(agents.get(region)).map(Child::pid).orElse(0L)));
        }
        return files.endpointsOf(clusterId, pids);
    }

    /** A client acting as the principal; an empty name reads only. */
    public ApiClient client(String principal) {
        return ApiClient.of(endpoints(),
                principal.isEmpty() ? Optional.empty() : Tokens.read(files.tokens()).of(principal));
    }

    /** Returns when every region's node is ready and knows a leader. */
    public void awaitReady(Duration patience) throws InterruptedException {
        for (Region region : regions()) {
            ApiClient client = client("").only(region.value());
            Await.until("the node of " + region + " to be ready", patience, () -> {
                requireAlive();
                return answers(client, "/readyz");
            });
        }
    }

    /** Returns when every gateway answers. */
    public void awaitGateways(Duration patience) throws InterruptedException {
        for (Endpoints.RegionEndpoint region : endpoints().regions()) {
            ApiClient gateway = new ApiClient(List.of(new ApiClient.Place(region.region(), region.gateway())),
                    Optional.empty());
            Await.until("the gateway of " + region.region() + " to answer", patience, () -> {
                requireAlive();
                return answers(gateway, "/v2/health/live");
            });
        }
    }

    /** @throws UserError if a process ended by itself, with its last words */
    public void requireAlive() {
        Stream.concat(nodes.values().stream(), agents.values().stream()).filter(child -> !child.alive()).findFirst()
                .ifPresent(dead -> {
                    throw new UserError(ExitCode.REFUSED, "the " + dead.name() + " ended by itself with exit code "
                            + dead.exitCode().orElse(0) + ":\n  " + dead.lastWords());
                });
    }

    private static boolean answers(ApiClient client, String path) {
        try {
            return client.send(Call.get(path).within(Duration.ofSeconds(1))).ok();
        } catch (UserError e) {
            return false;
        }
    }

    @Override
    public void close() {
        stop();
    }

    /** Stops every process and relay; harmless if they are stopped. */
    public void stop() {
        List<Child> all = Stream.concat(agents.values().stream(), nodes.values().stream()).toList();
        all.forEach(Child::stop);
        try {
            for (Child child : all) {
                child.awaitEnd(STOP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        control.close();
        links.close();
    }
}
