package io.althing.chaos.arena;

import io.althing.chaos.drill.LoopbackCluster;
import io.althing.chaos.drill.NodeFiles;
import io.althing.chaos.drill.NodeStatus;
import io.althing.chaos.drill.Waiting;
import io.althing.client.ApiClient;
import io.althing.client.Call;
import io.althing.client.ExitCode;
import io.althing.client.Json;
import io.althing.client.UserError;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** Real node processes on a network that can be hurt. What clients ask is thread-safe; faults come from one thread. */
public final class ProcessArena implements AutoCloseable {
    /** The election timeout of its nodes. */
    public static final Duration ELECTION = Duration.ofSeconds(1);
    /** Versions an alias may point to. */
    public static final int VERSIONS = 8;

    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final LoopbackCluster cluster;
    private final Network network;
    private final Machine machine;
    private final Path home;
    private final Map<String, Integer> lives = new ConcurrentHashMap<>();

    /**
     * What a drill needs of an arena.
     *
     * @param nodes how many voters: three in three regions, or five as 2-2-1
     * @param flags of each node's JVM
     */
    public record Plan(Path home, int nodes, List<String> flags, Machine machine) {}

    private ProcessArena(LoopbackCluster cluster, Network network, Plan plan) {
        this.cluster = cluster;
        this.network = network;
        this.machine = plan.machine();
        this.home = plan.home();
    }

    /** The voters' names. */
    public static List<String> names(int nodes) {
        List<String> regions = NodeFiles.REGIONS;
        return IntStream.range(0, nodes)
                .mapToObj(i -> regions.get(i % regions.size()) + "-" + (1 + i / regions.size())).toList();
    }

    /** Starts the nodes; on return they take requests, and the registers' model and versions exist. Closing it closes the network. */
    public static ProcessArena start(Plan plan, Network network) throws IOException, InterruptedException {
        NodeFiles files = NodeFiles.fresh(plan.home(), NodeFiles.Wire.TLS,
                network.places(plan.home(), names(plan.nodes())));
        var arena = new ProcessArena(LoopbackCluster.of(files, plan.flags()), network, plan);
        try {
            plan.machine().prepare(files.seeds());
            for (String name : arena.nodes()) {
                arena.startNode(name);
            }
            arena.cluster.awaitReady();
            arena.createRegisters();
            return arena;
        } catch (IOException | InterruptedException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    private void createRegisters() {
        cluster.createModel();
        for (int i = 0; i < VERSIONS; i++) {
            var version = Json.object().put("version", "v" + i).put("description", "what aliases point to");
            version.putArray("artifacts").addObject().put("name", "model.onnx").put("format", "onnx")
                    .put("digest", String.valueOf(i).repeat(64)).put("size", 1);
            var schema = version.putObject("ioSchema");
            for (String side : List.of("inputs", "outputs")) {
                schema.putArray(side).addObject().put("name", side).put("datatype", "FP32").putArray("shape").add(1);
            }
            cluster.admin().need(
                    Call.post("/v1/models/" + NodeFiles.MODEL + "/versions", version).withKey("version-" + i));
        }
    }

    /** The voters and whoever joined, without whoever was removed. */
    public List<String> nodes() {
        return cluster.names();
    }

    /** The network between them. */
    public Network network() {
        return network;
    }

    /** What was done to disks and clocks. */
    public Machine machine() {
        return machine;
    }

    /** The files and processes. */
    public LoopbackCluster cluster() {
        return cluster;
    }

    /** The base of a node's API. */
    public URI api(String node) {
        return cluster.api(node);
    }

    /** The token of the workload and of faults that administrate. */
    public String token() {
        return cluster.adminToken();
    }

    /** How often a node's process was started. */
    public int life(String node) {
        return lives.getOrDefault(node, 0);
    }

    /** Starts a node's process and does not wait for it. */
    public void startNode(String node) throws IOException {
        lives.merge(node, 1, Integer::sum);
        cluster.start(node, network.under(node), machine.environment(node));
    }

    /** Ends a node's process with SIGKILL. */
    public void kill(String node) throws InterruptedException {
        cluster.process(node).kill();
    }

    /** Starts a node again and returns when its API answers. */
    public void restart(String node) throws IOException, InterruptedException {
        startNode(node);
        awaitAnswer(node);
    }

    /** Returns when the node's API answers at all. */
    public void awaitAnswer(String node) throws InterruptedException {
        Waiting.until("node " + node + " answers", LoopbackCluster.STARTING, () -> {
            if (!cluster.runs(node)) {
                throw new UserError(ExitCode.REFUSED, "node " + node + " ended by itself; see "
                        + cluster.place(node).directory().resolve("node.log"));
            }
            return cluster.status(node).isPresent();
        });
    }

    /** Adds a node as a learner and makes it a voter. */
    public void join(String node, String region) throws IOException, InterruptedException {
        NodeFiles.Place place = cluster.newcomer(network.newcomer(home, node, region));
        startNode(node);
        administrate(Call.post("/v1/cluster/learners",
                Json.object().put("node", node).put("region", region).put("peer", place.peer())), "add " + node);
        awaitAnswer(node);
        administrate(Call.post("/v1/cluster/voters", Json.object().put("node", node)), "make " + node + " a voter");
    }

    /** Removes a node from the cluster and ends its process. */
    public void remove(String node) throws InterruptedException {
        administrate(Call.delete("/v1/cluster/members/" + node), "remove " + node);
        kill(node);
        cluster.forget(node);
    }

    /** Only the leader does it, and only when nothing else is under way: asks until it is done. */
    private void administrate(Call call, String what) throws InterruptedException {
        Waiting.until(what + " is done", LoopbackCluster.STARTING, () -> leader()
                .filter(leader -> accepted(leader, call)).isPresent());
    }

    private boolean accepted(String node, Call call) {
        try {
            return client(node).send(call.within(ANSWER)).ok();
        } catch (UserError unreachable) {
            return false;
        }
    }

    /** A client of one node, acting as the administrator. */
    public ApiClient client(String node) {
        return cluster.client(node);
    }

    /** Who leads in the newest term, as itself says. */
    public Optional<String> leader() {
        return cluster.alive().stream().flatMap(n -> cluster.status(n).stream()).filter(NodeStatus::leads)
                .max(java.util.Comparator.comparingLong(NodeStatus::term)).map(NodeStatus::node);
    }

    /** Who leads, once somebody does. */
    public String awaitLeader() throws InterruptedException {
        return Waiting.value("a node leads", LoopbackCluster.STARTING, this::leader);
    }

    @Override
    public void close() {
        cluster.close();
        machine.close();
        network.close();
    }
}
