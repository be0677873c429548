package io.althing.chaos.arena;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.althing.chaos.drill.LoopbackCluster;
import io.althing.chaos.drill.NodeFiles;
import io.althing.chaos.drill.NodeFiles.Place;
import io.althing.chaos.drill.Processes;
import io.althing.chaos.drill.Processes.Running;
import io.althing.chaos.drill.Waiting;
import io.althing.client.Answer;
import io.althing.client.ApiClient;
import io.althing.client.Call;
import io.althing.client.Json;
import io.althing.client.UserError;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** One {@code althing agent} process for each region, with its gateway, beside the region's first node. */
public final class Agents implements AutoCloseable {
    private static final List<String> FLAGS = List.of("-Xms64m", "-Xmx256m", "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError");

    private final Processes processes = new Processes();
    private final Map<String, Home> homes = new LinkedHashMap<>();
    private final Map<String, Running> running = new ConcurrentHashMap<>();
    private final Map<String, Running> seconds = new ConcurrentHashMap<>();
    private final NodeFiles files;
    private final Network network;

    /** Where an agent lives. */
    private record Home(Place node, Path directory, URI gateway) {
        Path policy() {
            return directory.resolve("policy.yaml");
        }
    }

    private Agents(NodeFiles files, Network network) {
        this.files = files;
        this.network = network;
    }

    /** Writes every agent's files and starts none. */
    static Agents prepare(NodeFiles files, Network network) throws IOException {
        var agents = new Agents(files, network);
        for (Place seed : files.seeds()) {
            if (!agents.homes.containsKey(seed.region())) {
                Home home = agents.settle(seed, "agent");
                agents.homes.put(seed.region(), home);
                agents.write(seed.region(), DrillPolicies.region(seed.region()));
            }
        }
        return agents;
    }

    private Home settle(Place node, String name) throws IOException {
        Network.Beside place = network.beside(node);
        var home = new Home(node, node.directory().resolve(name), place.gateway());
        Files.createDirectories(home.directory());
        Json.writeAtomically(home.directory().resolve("agent.token"), files.agentToken(node.region()) + "\n", true);
        ObjectNode config = Json.object().put("region", node.region()).put("api", place.api().toString())
                .put("token", "agent.token").put("key", files.regionKey(node.region()).toAbsolutePath().toString())
                .put("policy", node.directory().resolve("agent").resolve("policy.yaml").toAbsolutePath().toString())
                .put("data", "data");
        config.putObject("gateway").put("host", home.gateway().getHost()).put("port", home.gateway().getPort());
        Json.writeAtomically(home.directory().resolve("agent.json"), Json.pretty(config) + "\n", false);
        return home;
    }

    /** The regions, in the order of their nodes. */
    public List<String> regions() {
        return List.copyOf(homes.keySet());
    }

    /** The node that the region's agent asks. */
    public String node(String region) {
        return home(region).node().name();
    }

    /** Where the region's users are served. */
    public URI gateway(String region) {
        return home(region).gateway();
    }

    /** The region's journal. */
    public Path journal(String region) {
        return home(region).directory().resolve("data").resolve("journal");
    }

    /** The cluster's files, with everybody's tokens and keys. */
    public NodeFiles files() {
        return files;
    }

    private Home home(String region) {
        return Objects.requireNonNull(homes.get(region), () -> "there is no region " + region);
    }

    /** The region's policy file as it lies there. */
    public String policy(String region) throws IOException {
        return Files.readString(home(region).policy());
    }

    /** Replaces the region's policy file; its agent notices. */
    public void write(String region, String policy) throws IOException {
        Json.writeAtomically(home(region).policy(), policy, false);
    }

    /** Starts every agent; returns when all gateways answer. */
    public void startAll() throws IOException, InterruptedException {
        for (String region : regions()) {
            start(region);
        }
        for (String region : regions()) {
            awaitStatus(region);
        }
    }

    /** Starts the region's agent, or starts it again. */
    public void start(String region) throws IOException {
        running.put(region, run(home(region)));
    }

    /** Starts a second agent of the region, which shares key, token and policy file with the first and nothing else. */
    public void startSecond(String region) throws IOException {
        seconds.put(region, run(settle(home(region).node(), "agent-2")));
    }

    /** Ends the second agent with SIGKILL. */
    public void killSecond(String region) throws InterruptedException {
        Optional<Running> second = Optional.ofNullable(seconds.remove(region));
        if (second.isPresent()) {
            second.get().kill();
        }
    }

    private Running run(Home home) throws IOException {
        List<String> command = new ArrayList<>(network.under(home.node().name()));
        command.addAll(Processes.java(FLAGS, "io.althing.cli.Althing", "agent", "--config",
                home.directory().resolve("agent.json").toString()));
        return processes.start("agent of " + home.node().region(), home.directory().resolve("agent.log"), command);
    }

    /** Stops the process where it stands, or lets it go on. */
    public void pause(String region, boolean paused) throws IOException {
        Shell.run("kill", paused ? "-STOP" : "-CONT", Long.toString(process(region).pid()));
    }

    /** Cuts the agent's way to its node, or opens it again. */
    public void silence(String region, boolean silent) throws IOException {
        network.silence(node(region), silent);
    }

    private Running process(String region) {
        return Objects.requireNonNull(running.get(region), () -> "the agent of " + region + " was never started");
    }

    /** Why an agent's process is gone though nobody ended it. */
    public Optional<String> gone(String region) {
        Running process = process(region);
        return process.alive()
                ? Optional.empty()
                : Optional.of("the agent of " + region + " ended by itself with exit code "
                        + process.process().exitValue() + "; see " + home(region).directory().resolve("agent.log"));
    }

    /** What {@code GET /status} on the gateway says; empty if it does not answer. */
    public Optional<JsonNode> status(String region) {
        try {
            Answer answer = new ApiClient(List.of(new ApiClient.Place(region, gateway(region))), Optional.empty())
                    .send(Call.get("/status").within(Arena.QUICK));
            return answer.ok() && answer.json().has("region") ? Optional.of(answer.json()) : Optional.empty();
        } catch (UserError unreachable) {
            return Optional.empty();
        }
    }

    private void awaitStatus(String region) throws InterruptedException {
        Waiting.until("the agent of " + region + " answers", LoopbackCluster.STARTING, () -> {
            gone(region).ifPresent(why -> {
                throw UserError.usage(why);
            });
            return status(region).isPresent();
        });
    }

    @Override
    public void close() {
        processes.close();
    }
}
