package io.althing.chaos.drill;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.althing.certs.CertificateAuthority;
import io.althing.certs.NodeDirectory;
import io.althing.client.Json;
import io.althing.node.GenesisFiles;
import io.althing.registry.Actor;
import io.althing.registry.NodeId;
import io.althing.registry.Region;
import io.althing.security.TokenEntry;
import io.althing.security.TokenFileFormat;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A cluster's files: genesis, keys, one token, and each node's configuration and data.
 *
 * @param home the directory of all of them
 * @param wire how its nodes speak to each other
 */
public record NodeFiles(Path home, String adminToken, Wire wire, List<Place> seeds) {
    /** The model that benchmarks and drills write to. */
    public static final String MODEL = "bench";

    /** The regions of a cluster. */
    public static final List<String> REGIONS = List.of("us-east", "eu-west", "ap-south");

    /** The name of every drill's cluster. */
    public static final String CLUSTER = "drill";

    /** How nodes speak to each other. */
    public enum Wire {
        TLS, PLAINTEXT
    }

    /**
     * Where a node lives.
     *
     * @param peer host:port for its peers
     * @param dial where it reaches peers that it does not reach at their own address, node to host:port
     */
    public record Place(String name, String region, Path directory, String peer, URI api, Map<String, String> dial) {
        /** Copies the map. */
        public Place {
            dial = Map.copyOf(dial);
        }

        /** The same, dialling some peers elsewhere. */
        public Place dialling(Map<String, String> elsewhere) {
            return new Place(name, region, directory, peer, api, elsewhere);
        }

        /** The file that {@code althing node} is given. */
        public Path config() {
            return directory.resolve("node.json");
        }

        /** What it keeps. */
        public Path data() {
            return directory.resolve("data");
        }

        /** Its certificate, if it has one. */
        public NodeDirectory certificate() {
            return new NodeDirectory(directory.resolve("tls"));
        }
    }

    /** A cluster that never ran. */
    public static NodeFiles fresh(Path home, Wire wire) throws IOException {
        List<Place> seeds = new ArrayList<>();
        for (String region : REGIONS) {
            seeds.add(loopback(home, region + "-1", region));
        }
        return fresh(home, wire, seeds);
    }

    /** A cluster that never ran, its seeds in these places. */
    public static NodeFiles fresh(Path home, Wire wire, List<Place> seeds) throws IOException {
        Files.createDirectories(home);
        if (wire == Wire.TLS) {
            CertificateAuthority.create(authority(home), CLUSTER, CertificateAuthority.AUTHORITY_LIFE,
                    CertificateAuthority.Sources.system());
        }
        GenesisFiles.create(CLUSTER, "althing.io/drill",
                seeds.stream().map(s -> s.name() + "." + s.region() + "@" + s.peer()).toList()).write(home);
        String token = "drill-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
        var files = new NodeFiles(home, token, wire, seeds);
        Json.writeAtomically(home.resolve("tokens.json"), TokenFileFormat.write(files.principals()), true);
        for (Place seed : seeds) {
            boolean first = seeds.stream().filter(other -> other.region().equals(seed.region())).findFirst()
                    .filter(seed::equals).isPresent();
            files.configure(seed, first ? Optional.of(seed.region()) : Optional.empty());
        }
        return files;
    }

    private List<TokenEntry> principals() {
        List<TokenEntry> all = new ArrayList<>();
        all.add(new TokenEntry(TokenEntry.digest(adminToken), "drill", Actor.Kind.PERSON, Optional.empty(),
                List.of(Actor.Role.ADMIN, Actor.Role.OPERATOR)));
        all.add(new TokenEntry(TokenEntry.digest(approverToken()), "drill-approver", Actor.Kind.PERSON,
                Optional.empty(), List.of(Actor.Role.APPROVER)));
        seeds.stream().map(Place::region).distinct()
                .forEach(region -> all.add(new TokenEntry(TokenEntry.digest(agentToken(region)), "agent-" + region,
                        Actor.Kind.AGENT, Optional.of(new Region(region)), List.of(Actor.Role.AGENT))));
        return all;
    }

    /** The token of the person who approves what the administrator asks for. */
    public String approverToken() {
        return adminToken + "-approver";
    }

    /** The token of a region's agents. */
    public String agentToken(String region) {
        return adminToken + "-agent-" + region;
    }

    /** The private key of a region. */
    public Path regionKey(String region) {
        return home.resolve("keys").resolve(region + ".key");
    }

    /** The authority of the nodes' certificates. */
    public static Path authority(Path home) {
        return home.resolve("ca");
    }

    /** Files of a node that joins later, in the region of the first seed. */
    Place newcomer(String name) throws IOException {
        return newcomer(loopback(home, name, REGIONS.getFirst()));
    }

    /** Files of a node that joins later. */
    public Place newcomer(Place place) throws IOException {
        configure(place, Optional.empty());
        return place;
    }

    /** A place on the loopback address, its ports drawn. */
    public static Place loopback(Path home, String name, String region) throws IOException {
        List<Integer> ports = FreePorts.draw(2);
        return new Place(name, region, home.resolve(name), "127.0.0.1:" + ports.get(0),
                URI.create("http://127.0.0.1:" + ports.get(1)), Map.of());
    }

    private void configure(Place place, Optional<String> cosignsFor) throws IOException {
        ObjectNode config = Json.object().put("node", place.name()).put("region", place.region())
                .put("genesis", "../genesis.json").put("data", "data").put("tokens", "../tokens.json");
        ObjectNode dial = config.putObject("raft").put("listen", place.peer()).putObject("dial");
        place.dial().forEach(dial::put);
        config.putObject("transport").put("security", wire == Wire.TLS ? "tls" : "plaintext");
        if (wire == Wire.TLS) {
            CertificateAuthority.open(authority(home), CertificateAuthority.Sources.system()).issue(
                    new NodeId(place.name()), new Region(place.region()), CertificateAuthority.NODE_LIFE,
                    place.certificate());
        }
        ObjectNode api = config.putObject("api").put("host", place.api().getHost()).put("port", place.api().getPort());
        ArrayNode peers = api.putArray("peers");
        seeds.stream().filter(seed -> !seed.equals(place)).forEach(seed -> peers.add(seed.api().toString()));
        ObjectNode audit = config.putObject("audit").put("log", "../keys/log.key");
        cosignsFor.ifPresent(region -> audit.put("cosigner", "../keys/" + region + ".cosigner.key"));
        Json.writeAtomically(place.config(), Json.pretty(config) + "\n", false);
    }
}
