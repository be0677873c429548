package io.althing.local;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.althing.certs.NodeDirectory;
import io.althing.client.Endpoints;
import io.althing.client.Json;
import io.althing.client.Tokens;
import io.althing.node.GenesisFiles;
import io.althing.registry.Actor;
import io.althing.registry.Actor.Kind;
import io.althing.registry.Actor.Role;
import io.althing.registry.Region;
import io.althing.security.TokenEntry;
import io.althing.security.TokenFileFormat;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The files a cluster on one machine lives by. What exists already is kept: keys, tokens and data survive a restart; configuration
 * follows the ports.
 *
 * @param home the directory of all of them
 */
public record ClusterFiles(Path home, Ports ports) {
    private static final int TOKEN_BYTES = 24;

    /** The node of a region. */
    public static String node(Region region) {
        return region + "-1";
    }

    /** Where the cluster's addresses are written. */
    public Path endpoints() {
        return home.resolve("endpoints.json");
    }

    /** Where the people's and agents' secrets are written. */
    public Path tokens() {
        return home.resolve("tokens.json");
    }

    /** A region's own directory. */
    public Path region(Region region) {
        return home.resolve(region.value());
    }

    /** The authority of the nodes' certificates. */
    public Path authority() {
        return home.resolve("ca");
    }

    /** The certificate of the region's node. */
    public NodeDirectory certificate(Region region) {
        return new NodeDirectory(region(region).resolve("tls"));
    }

    /** Configuration of the region's node. */
    public Path nodeConfig(Region region) {
        return region(region).resolve("node.json");
    }

    /** Configuration of the region's agent. */
    public Path agentConfig(Region region) {
        return region(region).resolve("agent.json");
    }

    /** The region's policy file; edit it and its agent proposes it. */
    public Path policy(Region region) {
        return region(region).resolve("policy.yaml");
    }

    /**
     * Writes what is not there yet, and the configurations.
     *
     * @param policies where {@code <region>.yaml} are taken from the first time
     */
    public void prepare(String clusterId, Path policies) throws IOException {
        Files.createDirectories(home);
        if (!Files.exists(home.resolve("genesis.json"))) {
            GenesisFiles.create(clusterId, "althing.io/" + clusterId, seeds())
                    .write(home, ports.regions().stream().collect(Collectors.toMap(region -> region, this::api)));
        }
        if (!Files.exists(tokens())) {
            new Tokens(freshTokens()).write(tokens());
        }
        Tokens tokens = Tokens.read(tokens());
        new DevelopmentCertificates(authority()).prepare(clusterId, this);
        for (Region region : ports.regions()) {
            Files.createDirectories(region(region));
            Json.writeAtomically(home.resolve("token-digests.json"), TokenFileFormat.write(digests(tokens)), true);
            Json.writeAtomically(region(region).resolve("agent.token"),
                    tokens.of("agent-" + region).orElseThrow() + "\n",
                    true);
            Json.writeAtomically(nodeConfig(region), Json.pretty(nodeConfigOf(region)) + "\n", false);
            Json.writeAtomically(agentConfig(region), Json.pretty(agentConfigOf(region)) + "\n", false);
            if (!Files.exists(policy(region))) {
                Files.copy(policies.resolve(region + ".yaml"), policy(region));
            }
        }
    }

    private List<String> seeds() {
        return ports.regions().stream().map(r -> node(r) + "." + r + "@127.0.0.1:" + ports.raft(r)).toList();
    }

    private ObjectNode nodeConfigOf(Region region) {
        ObjectNode config = Json.object().put("node", node(region)).put("region", region.value())
                .put("genesis", "../genesis.json").put("data", "node").put("tokens", "../token-digests.json");
        ObjectNode raft = config.putObject("raft").put("listen", "127.0.0.1:" + ports.raft(region));
        ObjectNode dial = raft.putObject("dial");
        config.putObject("transport").put("security", "tls").put("certificate", "tls/node.pem")
                .put("key", "tls/node.key").put("authorities", "tls/authorities.pem");
        ObjectNode api = config.putObject("api").put("host", "127.0.0.1").put("port", ports.api(region));
        ArrayNode peers = api.putArray("peers");
        for (Region other : others(region)) {
            dial.put(node(other), "127.0.0.1:" + ports.raftRelay(region, other));
            peers.add("http://127.0.0.1:" + ports.apiRelay(region, other));
        }
        config.putObject("audit").put("log", "../keys/log.key").put("cosigner", "../keys/" + region + ".cosigner.key");
        return config;
    }

    private ObjectNode agentConfigOf(Region region) {
        ObjectNode config = Json.object().put("region", region.value()).put("api", api(region).toString())
                .put("token", "agent.token").put("key", "../keys/" + region + ".key").put("policy", "policy.yaml")
                .put("data", "agent");
        config.putObject("gateway").put("host", "127.0.0.1").put("port", ports.gateway(region));
        return config;
    }

    List<Region> others(Region region) {
        return ports.regions().stream().filter(r -> !r.equals(region)).toList();
    }

    /** The base of a region's API. */
    public URI api(Region region) {
        return URI.create("http://127.0.0.1:" + ports.api(region));
    }

    /** The base of a region's gateway. */
    public URI gateway(Region region) {
        return URI.create("http://127.0.0.1:" + ports.gateway(region));
    }

    private SortedMap<String, String> freshTokens() {
        SecureRandom random = new SecureRandom();
        SortedMap<String, String> tokens = new TreeMap<>();
        for (Actor actor : actors()) {
            byte[] secret = new byte[TOKEN_BYTES];
            random.nextBytes(secret);
            tokens.put(actor.id(), HexFormat.of().formatHex(secret));
        }
        return tokens;
    }

    private List<TokenEntry> digests(Tokens tokens) {
        return actors().stream()
                .flatMap(actor -> tokens.of(actor.id()).stream()
                        .map(token -> new TokenEntry(TokenEntry.digest(token), actor.id(), actor.kind(), actor.region(),
                                actor.roles())))
                .toList();
    }

    private List<Actor> actors() {
        List<Actor> actors = new ArrayList<>(List.of(person("admin", Role.ADMIN), person("operator", Role.OPERATOR),
                person("approver-1", Role.APPROVER), person("approver-2", Role.APPROVER)));
        ports.regions().forEach(region -> actors.add(new Actor("agent-" + region, Kind.AGENT, Optional.of(region),
                List.of(Role.AGENT), "token", Optional.empty())));
        return actors;
    }

    private static Actor person(String id, Role role) {
        return new Actor(id, Kind.PERSON, Optional.empty(), List.of(role), "token", Optional.empty());
    }

    /** The cluster's addresses, process ids by region where known. */
    Endpoints endpointsOf(String clusterId, SortedMap<Region, Pids> pids) {
        List<Endpoints.RegionEndpoint> regions = ports.regions().stream().map(region -> {
            Pids known = pids.getOrDefault(region, new Pids(0, 0));
            return new Endpoints.RegionEndpoint(region.value(), api(region), gateway(region), known.node(),
                    known.agent());
        }).toList();
        return new Endpoints(clusterId, regions, Optional.of(URI.create("http://127.0.0.1:" + ports.control())));
    }

    /** Process ids of a region; 0 where there is none. */
    record Pids(long node, long agent) {}
}
