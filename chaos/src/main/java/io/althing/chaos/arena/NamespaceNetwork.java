package io.althing.chaos.arena;

import io.althing.chaos.drill.NodeFiles.Place;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Linux network namespace a node, joined by a bridge in a namespace of its own, which this process reaches too; links are hurt by
 * nftables rules where packets come in. Needs root, {@code ip} and {@code nft}. Names carry this process's id: what a killed drill left
 * behind is removed by the next one.
 */
public final class NamespaceNetwork implements Network {
    private static final Logger LOG = LoggerFactory.getLogger(NamespaceNetwork.class);
    private static final String PREFIX = "althing-";
    private static final int RAFT_PORT = 7000;
    private static final int API_PORT = 8080;
    private static final int GATEWAY_PORT = 8090;
    private static final int OCTET = 256;

    private final String mark;
    private final String subnet;
    private final String hostLink;
    private final Map<String, String> addresses = new TreeMap<>();
    private final Map<String, Integer> agents = new TreeMap<>();
    private final Thread atExit = new Thread(this::remove, "remove namespaces");

    private NamespaceNetwork(long pid) {
        this.mark = PREFIX + pid;
        this.hostLink = "alth" + pid;
        this.subnet = "10." + (64 + pid / OCTET % 64) + "." + pid % OCTET + ".";
    }

    /** Why this machine cannot have one; empty if it can. */
    public static Optional<String> missing() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return Optional.of("network namespaces need root");
        }
        for (String program : List.of("ip", "nft")) {
            if (!Shell.succeeds(program, program.equals("ip") ? "-V" : "--version")) {
                return Optional.of("network namespaces need the program " + program
                        + " (Debian: apt-get install iproute2 nftables)");
            }
        }
        String trial = PREFIX + "trial-" + ProcessHandle.current().pid();
        boolean works = Shell.succeeds("ip", "netns", "add", trial)
                && Shell.succeeds("ip", "netns", "exec", trial, "nft", "add", "table", "inet", "trial");
        Shell.succeeds("ip", "netns", "del", trial);
        return works ? Optional.empty() : Optional.of("this kernel or container allows no network namespaces");
    }

    /** An empty network: the bridge, and this process's own way to it. */
    public static NamespaceNetwork create() throws IOException {
        removeLeftovers();
        var network = new NamespaceNetwork(ProcessHandle.current().pid());
        Runtime.getRuntime().addShutdownHook(network.atExit);
        try {
            network.build();
            return network;
        } catch (IOException e) {
            network.close();
            throw e;
        }
    }

    private void build() throws IOException {
        String bridge = mark + "-bridge";
        Shell.run("ip", "netns", "add", bridge);
        inside(bridge, "ip", "link", "add", "br0", "type", "bridge");
        inside(bridge, "ip", "link", "set", "br0", "up");
        Shell.run("ip", "link", "add", hostLink, "type", "veth", "peer", "name", "host", "netns", bridge);
        inside(bridge, "ip", "link", "set", "host", "master", "br0", "up");
        Shell.run("ip", "addr", "add", subnet + "1/24", "dev", hostLink);
        Shell.run("ip", "link", "set", hostLink, "up");
    }

    @Override
    public String name() {
        return "namespaces";
    }

    @Override
    public List<Place> places(Path home, List<String> names) throws IOException {
        List<Place> places = new ArrayList<>();
        for (String name : names) {
            places.add(newcomer(home, name, Network.region(name)));
        }
        return places;
    }

    @Override
    public Place newcomer(Path home, String name, String region) throws IOException {
        int number = addresses.size();
        String address = subnet + (11 + number);
        String namespace = namespace(name);
        String bridge = mark + "-bridge";
        String port = "v" + number;
        addresses.put(name, address);
        Shell.run("ip", "netns", "add", namespace);
        inside(bridge, "ip", "link", "add", port, "type", "veth", "peer", "name", "eth0", "netns", namespace);
        inside(bridge, "ip", "link", "set", port, "master", "br0", "up");
        inside(namespace, "ip", "addr", "add", address + "/24", "dev", "eth0");
        inside(namespace, "ip", "link", "set", "eth0", "up");
        inside(namespace, "ip", "link", "set", "lo", "up");
        inside(namespace, "nft", "add", "table", "inet", "chaos");
        inside(namespace, "nft", "add", "chain", "inet", "chaos", "in",
                "{ type filter hook input priority 0 ; policy accept ; }");
        inside(namespace, "nft", "add", "chain", "inet", "chaos", "agent",
                "{ type filter hook input priority 1 ; policy accept ; }");
        return new Place(name, region, home.resolve(name), address + ":" + RAFT_PORT,
                URI.create("http://" + address + ":" + API_PORT), Map.of());
    }

    @Override
    public Beside beside(Place node) {
        int port = GATEWAY_PORT + agents.merge(node.name(), 1, Integer::sum) - 1;
        return new Beside(URI.create("http://" + addresses.get(node.name()) + ":" + port), node.api());
    }

    @Override
    public void silence(String node, boolean silent) throws IOException {
        if (silent) {
            inside(namespace(node), "nft", "add", "rule", "inet", "chaos", "agent", "iifname", "lo", "tcp", "dport",
                    Integer.toString(API_PORT), "drop");
        } else {
            inside(namespace(node), "nft", "flush", "chain", "inet", "chaos", "agent");
        }
    }

    private String namespace(String node) {
        return mark + "-" + node;
    }

    private static void inside(String namespace, String... command) throws IOException {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        all.addAll(List.of(command));
        Shell.run(all.toArray(String[]::new));
    }

    @Override
    public List<String> under(String node) {
        return List.of("ip", "netns", "exec", namespace(node));
    }

    @Override
    public boolean can(LinkFault fault) {
        return rule(fault).isPresent();
    }

    @Override
    public void apply(LinkFault fault, Set<Link> links) throws IOException {
        String rule = rule(fault).orElseThrow(() -> new IllegalArgumentException("nftables cannot do " + fault));
        for (Link link : links) {
            Shell.fed("add rule inet chaos in ip saddr " + addresses.get(link.from()) + " " + rule + "\n", "ip",
                    "netns",
                    "exec", namespace(link.to()), "nft", "-f", "-");
        }
    }

    /** What is done to a packet from the other end; empty if this kernel has no way. */
    private static Optional<String> rule(LinkFault fault) {
        return switch (fault) {
            case LinkFault.Drop f -> Optional.of("drop");
            case LinkFault.Reset f -> Optional.of("meta l4proto tcp reject with tcp reset");
            // an empty segment has at most 20 + 60 bytes of headers
            case LinkFault.HalfOpen f -> Optional.of("meta length > 80 drop");
            case LinkFault.Loss f -> Optional.of("numgen random mod 100 < " + f.percent() + " drop");
            case LinkFault.Bandwidth f -> Optional.of(String.format(Locale.ROOT,
                    "limit rate over %d bytes/second burst %d bytes drop", f.bytesPerSecond(), 32_768));
            case LinkFault.Delay f -> Optional.empty();
        };
    }

    @Override
    public void heal() throws IOException {
        for (String node : addresses.keySet()) {
            inside(namespace(node), "nft", "flush", "chain", "inet", "chaos", "in");
        }
    }

    @Override
    public void close() {
        remove();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException shuttingDown) {
            LOG.debug("the hook runs already and does the same");
        }
    }

    private void remove() {
        remove(mark + "-", hostLink);
    }

    private static void remove(String namespaces, String link) {
        try {
            Shell.succeeds("ip", "link", "del", link);
            for (String line : Shell.run("ip", "netns", "list").lines().toList()) {
                String name = line.split(" ", 2)[0];
                if (name.startsWith(namespaces)) {
                    Shell.run("ip", "netns", "del", name);
                }
            }
        } catch (IOException e) {
            LOG.warn("Network namespaces {}* may be left; remove them with 'ip netns del': {}", namespaces,
                    e.getMessage());
        }
    }

    private static void removeLeftovers() throws IOException {
        for (String line : Shell.run("ip", "netns", "list").lines().toList()) {
            String[] parts = line.split(" ", 2)[0].split("-", 3);
            if (line.startsWith(PREFIX) && parts[1].matches("[0-9]+")
                    && ProcessHandle.of(Long.parseLong(parts[1])).isEmpty()) {
                remove(PREFIX + parts[1] + "-", "alth" + parts[1]);
            }
        }
    }
}
