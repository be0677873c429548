package io.althing.chaos.script;

import io.althing.chaos.arena.Arena;
import io.althing.chaos.arena.Link;
import io.althing.chaos.arena.LinkFault;
import io.althing.chaos.arena.Links;
import io.althing.chaos.arena.Shell;
import io.althing.client.UserError;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A cluster of somebody's own, hurt by the commands its configuration names. Closing it leaves it as it is. */
final class TargetArena implements Arena, Links {
    private final TargetConfig config;
    private final Map<String, Integer> starts = new ConcurrentHashMap<>();

    TargetArena(TargetConfig config) {
        this.config = config;
    }

    /** What runs for an act on a node. */
    private void run(String command, Map<String, String> names) throws IOException {
        String line = Optional.ofNullable(config.commands().get(command)).orElseThrow(() -> UserError.usage(
                "this drill needs the command '" + command + "' under 'commands' in the target's file, with {node}"
                        + (command.equals("cut") ? " or {from} and {to}" : "")));
        for (Map.Entry<String, String> name : names.entrySet()) {
            line = line.replace("{" + name.getKey() + "}", name.getValue());
        }
        Shell.run("sh", "-c", line);
    }

    @Override
    public List<String> nodes() {
        return List.copyOf(config.nodes().keySet());
    }

    private TargetConfig.Node node(String name) {
        return Objects.requireNonNull(config.nodes().get(name), () -> "there is no node " + name);
    }

    @Override
    public String region(String node) {
        return node(node).region();
    }

    @Override
    public URI api(String node) {
        return node(node).api();
    }

    @Override
    public String token() {
        return config.token();
    }

    @Override
    public Duration electionTimeout() {
        return config.electionTimeout();
    }

    @Override
    public Links network() {
        return this;
    }

    @Override
    public String name() {
        return "its own";
    }

    @Override
    public boolean can(LinkFault fault) {
        return fault instanceof LinkFault.Drop && config.commands().containsKey("cut");
    }

    @Override
    public void apply(LinkFault fault, Set<Link> links) throws IOException {
        if (!(fault instanceof LinkFault.Drop)) {
            throw UserError.usage("a cluster of your own can only be cut, not " + fault);
        }
        for (Link link : links) {
            run("cut", Map.of("from", link.from(), "to", link.to(), "node", link.to()));
        }
    }

    @Override
    public void heal() throws IOException {
        for (String node : nodes()) {
            run("heal", Map.of("node", node));
        }
    }

    @Override
    public int life(String node) {
        return starts.getOrDefault(node, 0);
    }

    @Override
    public Optional<String> gone(String node) {
        return Optional.empty();
    }

    @Override
    public void kill(List<String> nodes) throws IOException {
        for (String node : nodes) {
            run("kill", Map.of("node", node));
        }
    }

    @Override
    public void stop(String node) throws IOException {
        run("stop", Map.of("node", node));
    }

    @Override
    public void startNode(String node) throws IOException {
        starts.merge(node, 1, Integer::sum);
        run("start", Map.of("node", node));
    }

    @Override
    public void pause(String node, boolean paused) throws IOException {
        run(paused ? "pause" : "resume", Map.of("node", node));
    }

    @Override
    public void close() {
        // it is not ours
    }
}
