package io.althing.chaos.drill;

import io.althing.chaos.drill.Processes.Running;
import io.althing.client.Answer;
import io.althing.client.ApiClient;
import io.althing.client.Call;
import io.althing.client.ExitCode;
import io.althing.client.UserError;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Node processes on the loopback address that reach each other directly, as a real deployment does; three seeds and whoever joins. */
public final class LoopbackCluster implements AutoCloseable {
    /** How the launcher runs {@code althing node}. */
    public static final List<String> NODE_FLAGS = List.of("-Xms640m", "-Xmx768m", "-Xmn448m", "-XX:+UseParallelGC",
            "-XX:+UseCompactObjectHeaders", "-XX:+ExitOnOutOfMemoryError");
    /** The same for a node that lives for seconds only: it starts quickly and is never fast. */
    public static final List<String> QUICK_TO_START = List.of("-Xms64m", "-Xmx384m", "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1");
    /** Patience with a process that starts on a busy machine. */
    public static final Duration STARTING = Duration.ofMinutes(3);

    private static final int LAST_WORDS = 8;
    private static final Duration QUICK = Duration.ofSeconds(2);

    private final NodeFiles files;
    private final Processes processes;
    private final List<String> flags;
    private final List<NodeFiles.Place> places = new CopyOnWriteArrayList<>();
    private final Map<String, Running> running = new ConcurrentHashMap<>();
    private final Map<String, List<Path>> builds = new ConcurrentHashMap<>();

    private LoopbackCluster(NodeFiles files, Processes processes, List<String> flags) {
        this.files = files;
        this.processes = processes;
        this.flags = flags;
        this.places.addAll(files.seeds());
    }

    /** Writes a fresh cluster's files, starts its three seeds and returns when they take requests. Its nodes speak TLS. */
    public static LoopbackCluster started(Path home, List<String> flags) throws IOException, InterruptedException {
        return started(home, flags, NodeFiles.Wire.TLS);
    }

    /** A cluster of nodes whose files are written; starts nothing. */
    public static LoopbackCluster of(NodeFiles files, List<String> flags) {
        return new LoopbackCluster(files, new Processes(), flags);
    }

    /** The same on a wire of choice. */
    public static LoopbackCluster started(Path home, List<String> flags, NodeFiles.Wire wire)
            throws IOException, InterruptedException {
        LoopbackCluster cluster = new LoopbackCluster(NodeFiles.fresh(home, wire), new Processes(), flags);
        try {
            cluster.startAll();
            cluster.awaitReady();
            cluster.createModel();
            return cluster;
        } catch (IOException | InterruptedException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** Creates the model that benchmarks and drills write to. */
    public void createModel() {
        admin().need(Call.post("/v1/models", io.althing.client.Json.object().put("model", NodeFiles.MODEL)
                .put("description", "written to by benchmarks and drills").put("owner", "drill"))
                .withKey("create-" + NodeFiles.MODEL));
    }

    /** The nodes' names, seeds first. */
    public List<String> names() {
        return places.stream().map(NodeFiles.Place::name).toList();
    }

    /** Where a node lives. */
    public NodeFiles.Place place(String name) {
        return places.stream().filter(p -> p.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no node " + name));
    }

    /** Starts every node that does not run. */
    public void startAll() throws IOException {
        for (String name : names()) {
            if (!runs(name)) {
                start(name);
            }
        }
    }

    /** From its next start a node runs the classes of this jar in place of the present ones; without a jar, the present ones. */
    public void build(String name, Optional<Path> jar) {
        builds.put(name, jar.stream().toList());
    }

    /** Starts one node. */
    public Running start(String name) throws IOException {
        return start(name, List.of());
    }

    /** Starts one node under another command, for example a tracer. */
    public Running start(String name, List<String> under) throws IOException {
        return start(name, new Launch(under, Map.of(), List.of(), List.of()));
    }

    /**
     * How a node's process is started otherwise than it ships.
     *
     * @param under a command before it
     * @param environment what is more in it
     * @param flags of its JVM besides the cluster's
     * @param program main class and arguments before the configuration file; empty for {@code althing node}
     */
    public record Launch(List<String> under, Map<String, String> environment, List<String> flags,
            List<String> program) {
        /** Copies all. */
        public Launch {
            under = List.copyOf(under);
            environment = Map.copyOf(environment);
            flags = List.copyOf(flags);
            program = program.isEmpty() ? List.of("io.althing.cli.Althing", "node", "--config") : List.copyOf(program);
        }
    }

    /** Starts one node in its own way. */
    public Running start(String name, Launch launch) throws IOException {
        List<String> all = new ArrayList<>(flags);
        all.addAll(launch.flags());
        List<String> arguments = new ArrayList<>(launch.program().subList(1, launch.program().size()));
        arguments.add(place(name).config().toString());
        List<String> command = new ArrayList<>(launch.under());
        command.addAll(Processes.java(all, builds.getOrDefault(name, List.of()), launch.program().getFirst(),
                arguments.toArray(String[]::new)));
        return run(name, command, launch.environment());
    }

    /** Starts one node by another main class, which is given these arguments and then the node's configuration. */
    public Running startAs(String name, Class<?> main, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add(place(name).config().toString());
        return run(name, Processes.java(flags, main.getName(), all.toArray(String[]::new)), Map.of());
    }

    private Running run(String name, List<String> command, Map<String, String> environment) throws IOException {
        Running process = processes.start(name, place(name).directory().resolve("node.log"), command, environment);
        running.put(name, process);
        return process;
    }

    /** Ends every node's process with SIGKILL, all before waiting for any. */
    public void killAll() throws InterruptedException {
        List<Running> all = alive().stream().map(this::process).toList();
        all.forEach(child -> child.process().destroyForcibly());
        for (Running child : all) {
            child.kill();
        }
    }

    /** Forgets a node that was removed from the cluster. */
    public void forget(String name) {
        places.removeIf(place -> place.name().equals(name));
    }

    /** Prepares a node that is not among the seeds, with files of its own. */
    public NodeFiles.Place newcomer(String name) throws IOException {
        return joined(files.newcomer(name));
    }

    /** Prepares a node that is not among the seeds, in a given place. */
    public NodeFiles.Place newcomer(NodeFiles.Place place) throws IOException {
        return joined(files.newcomer(place));
    }

    private NodeFiles.Place joined(NodeFiles.Place place) {
        places.add(place);
        return place;
    }

    /** Whether a node's process runs. */
    public boolean runs(String name) {
        return Optional.ofNullable(running.get(name)).filter(Running::alive).isPresent();
    }

    /** A node's latest process. */
    public Running process(String name) {
        return Optional.ofNullable(running.get(name))
                .orElseThrow(() -> new IllegalArgumentException("node " + name + " was never started"));
    }

    /** The running nodes' names. */
    public List<String> alive() {
        return names().stream().filter(this::runs).toList();
    }

    /** A client of one node, acting as the cluster's administrator. */
    public ApiClient client(String name) {
        return new ApiClient(List.of(new ApiClient.Place(name, place(name).api())), Optional.of(files.adminToken()));
    }

    /** A client of all nodes that run, acting as the administrator. */
    public ApiClient admin() {
        return new ApiClient(alive().stream().map(n -> new ApiClient.Place(n, place(n).api())).toList(),
                Optional.of(files.adminToken()));
    }

    /** The authority of the nodes' certificates. */
    public Path authority() {
        return NodeFiles.authority(files.home());
    }

    /** Sends a signal to a node's process, for example {@code STOP}. */
    public void signal(String name, String signal) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + signal, Long.toString(process(name).pid())).inheritIO().start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("kill -" + signal + " of node " + name + " ended with exit code " + exit);
        }
    }

    /** The administrator's token. */
    public String adminToken() {
        return files.adminToken();
    }

    /** The base of a node's API. */
    public URI api(String name) {
        return place(name).api();
    }

    /** How a node stands; empty if it does not answer. */
    public Optional<NodeStatus> status(String name) {
        try {
            Answer answer = client(name).send(Call.get("/v1/cluster").within(QUICK));
            return answer.ok() ? Optional.of(NodeStatus.of(answer.json())) : Optional.empty();
        } catch (UserError unreachable) {
            return Optional.empty();
        }
    }

    /** Returns when every running node is ready to serve. */
    public void awaitReady() throws InterruptedException {
        for (String name : alive()) {
            awaitReady(name);
        }
    }

    /** Returns when the node is ready to serve. */
    public void awaitReady(String name) throws InterruptedException {
        Waiting.until("node " + name + " is ready", STARTING, () -> {
            requireRunning(name);
            return ready(name);
        });
    }

    private void requireRunning(String name) {
        if (!runs(name)) {
            throw new UserError(ExitCode.REFUSED, "node " + name + " ended by itself; the last of "
                    + place(name).directory().resolve("node.log") + ":\n  " + lastWords(name));
        }
    }

    private String lastWords(String name) {
        try {
            List<String> lines = Files.readAllLines(place(name).directory().resolve("node.log"));
            return String.join("\n  ", lines.subList(Math.max(0, lines.size() - LAST_WORDS), lines.size()));
        } catch (IOException e) {
            return "it cannot be read: " + e;
        }
    }

    private boolean ready(String name) {
        try {
            return client(name).send(Call.get("/readyz").within(QUICK)).ok()
                    && client(name).send(Call.get("/v1/models").within(QUICK)).ok();
        } catch (UserError unreachable) {
            return false;
        }
    }

    /** The node that leads, as itself says. */
    public String awaitLeader() throws InterruptedException {
        return Waiting.value("a node leads", STARTING,
                () -> alive().stream().filter(n -> status(n).filter(NodeStatus::leads).isPresent()).findFirst());
    }

    /** Returns when all running nodes have applied the same index, and what they then are. */
    public List<NodeStatus> awaitEqualIndex() throws InterruptedException {
        return Waiting.value("all nodes have applied the same index", STARTING, () -> {
            List<NodeStatus> all = alive().stream().flatMap(n -> status(n).stream()).toList();
            boolean equal = all.size() == alive().size()
                    && all.stream().map(NodeStatus::appliedIndex).distinct().count() == 1;
            return equal ? Optional.of(all) : Optional.empty();
        });
    }

    @Override
    public void close() {
        processes.close();
    }
}
