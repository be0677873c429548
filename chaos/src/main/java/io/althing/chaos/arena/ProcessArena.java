package io.althing.chaos.arena;

import io.althing.chaos.drill.LoopbackCluster;
import io.althing.chaos.drill.NodeFiles;
import io.althing.chaos.drill.Processes.Running;
import io.althing.chaos.drill.Waiting;
import io.althing.client.Call;
import io.althing.client.Json;
import io.althing.client.UserError;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** Node processes of its own on a network that can be hurt. */
public final class ProcessArena implements Arena {
    private static final Duration ELECTION = Duration.ofSeconds(1);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration STOPPING = Duration.ofSeconds(15);

    private final LoopbackCluster cluster;
    private final Network network;
    private final Machine machine;
    private final Path home;
    private final Map<String, Integer> lives = new ConcurrentHashMap<>();
    private final Set<String> killed = ConcurrentHashMap.newKeySet();
    private Optional<Agents> agents = Optional.empty();

    /**
     * What a drill needs of an arena.
     *
     * @param nodes how many voters: three in three regions, or five as 2-2-1
     * @param flags of each node's JVM
     * @param served what agents are to serve; without it there are none
     */
    public record Plan(Path home, int nodes, List<String> flags, Machine machine, Optional<ServedModel> served) {
        /** Nodes without agents. */
        public static Plan nodesOnly(Path home, int nodes, List<String> flags, Machine machine) {
            return new Plan(home, nodes, flags, machine, Optional.empty());
        }
    }

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

    /**
     * Starts the nodes; on return they take requests, the registers' model and versions exist, and agents, if there are to be any, serve.
     * Closing it closes the network.
     */
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
            RegisterModel.create(arena.cluster.admin());
            if (plan.served().isPresent()) {
                arena.agents = Optional.of(Agents.prepare(files, network));
                plan.served().get().bring(arena, arena.agents.get());
            }
            return arena;
        } catch (IOException | InterruptedException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    @Override
    public List<String> nodes() {
        return cluster.names();
    }

    @Override
    public String region(String node) {
        return cluster.place(node).region();
    }

    @Override
    public Network network() {
        return network;
    }

    /** What was done to disks and clocks. */
    public Machine machine() {
        return machine;
    }

    /** The regions' agents, if the drill has any. */
    public Optional<Agents> agents() {
        return agents;
    }

    /** The files and processes. */
    public LoopbackCluster cluster() {
        return cluster;
    }

    @Override
    public URI api(String node) {
        return cluster.api(node);
    }

    @Override
    public String token() {
        return cluster.adminToken();
    }

    @Override
    public Duration electionTimeout() {
        return ELECTION;
    }

    @Override
    public int life(String node) {
        return lives.getOrDefault(node, 0);
    }

    @Override
    public Optional<String> gone(String node) {
        if (cluster.runs(node)) {
            return Optional.empty();
        }
        return Optional.of(killed.contains(node)
                ? "node " + node + " was killed and not started again"
                : "node " + node + " ended by itself with exit code "
                        + cluster.process(node).process().exitValue() + "; see "
                        + cluster.place(node).directory().resolve("node.log"));
    }

    @Override
    public void startNode(String node) throws IOException {
        lives.merge(node, 1, Integer::sum);
        cluster.start(node, new LoopbackCluster.Launch(network.under(node), machine.environment(node),
                machine.flags(node), machine.program(node)));
        killed.remove(node);
    }

    @Override
    public void kill(List<String> nodes) throws InterruptedException {
        killed.addAll(nodes);
        List<Running> processes = nodes.stream().map(cluster::process).toList();
        processes.forEach(p -> p.process().destroyForcibly());
        for (Running process : processes) {
            process.kill();
        }
    }

    /** Ends a node's process with SIGKILL. */
    public void kill(String node) throws InterruptedException {
        kill(List.of(node));
    }

    @Override
    public void stop(String node) throws InterruptedException {
        killed.add(node);
        cluster.process(node).stop(STOPPING);
    }

    @Override
    public void pause(String node, boolean paused) throws IOException, InterruptedException {
        cluster.signal(node, paused ? "STOP" : "CONT");
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

    @Override
    public void close() {
        agents.ifPresent(Agents::close);
        cluster.close();
        machine.close();
        network.close();
    }
}
