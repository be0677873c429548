package io.althing.chaos.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.Network;
import io.althing.chaos.arena.Arena;
import io.althing.chaos.arena.Link;
import io.althing.chaos.arena.LinkFault;
import io.althing.chaos.arena.Links;
import io.althing.chaos.drill.NodeFiles;
import io.althing.chaos.drill.NodeFiles.Place;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.BindMode;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.IsRunningStartupCheckStrategy;
import org.testcontainers.utility.DockerImageName;

/**
 * A container a region. Each region has a network; its own node lives there at a fixed address, the others visit. A region is cut off by
 * disconnecting its node from the networks of the others, and theirs from its own: it is alone on its network, and this machine still
 * reaches it there.
 */
final class ContainerArena implements Arena, Links {
    static final String IMAGE = "althing:drill";
    private static final int OWN = 10;
    private static final int FIRST_VISITOR = 20;

    private final DockerClient docker = DockerClientFactory.lazyClient();
    private final Map<String, String> networks = new LinkedHashMap<>();
    private final Map<String, GenericContainer<?>> containers = new LinkedHashMap<>();
    private final String mark = "althing-drill-" + ProcessHandle.current().pid();
    private final int subnet = (int) (ProcessHandle.current().pid() % 60) + 100;
    private final Set<String> apart = new LinkedHashSet<>();
    private Optional<NodeFiles> files = Optional.empty();

    private ContainerArena() {}

    static ContainerArena start(Path home) throws IOException {
        var cluster = new ContainerArena();
        try {
            cluster.build(home);
            return cluster;
        } catch (IOException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private void build(Path home) throws IOException {
        List<Place> places = new ArrayList<>();
        for (String region : NodeFiles.REGIONS) {
            String address = address(region, OWN);
            places.add(new Place(region + "-1", region, home.resolve(region + "-1"), address + ":7000",
                    URI.create("http://" + address + ":8080"), Map.of()));
            networks.put(region, docker.createNetworkCmd().withName(mark + "-" + region)
                    .withIpam(new Network.Ipam().withConfig(
                            new Network.Ipam.Config().withSubnet(prefix(region) + "0/24")))
                    .exec().getId());
        }
        files = Optional.of(NodeFiles.fresh(home, NodeFiles.Wire.TLS, places));
        for (Place place : places) {
            start(home, place);
        }
    }

    @SuppressWarnings("resource") // closed with the cluster
    private void start(Path home, Place place) {
        var container = new GenericContainer<>(DockerImageName.parse(IMAGE)).withImagePullPolicy(image -> false)
                .withFileSystemBind(home.toString(), "/cluster", BindMode.READ_WRITE)
                .withStartupCheckStrategy(new IsRunningStartupCheckStrategy())
                .withCommand("node", "--config", "/cluster/" + place.name() + "/node.json")
                .withCreateContainerCmdModifier(command -> command
                        .withIpv4Address(address(place.region(), OWN)).getHostConfig()
                        .withNetworkMode(networks.get(place.region())));
        containers.put(place.region(), container);
        container.start();
        visit(place.region());
    }

    private String prefix(String region) {
        return "172." + (20 + NodeFiles.REGIONS.indexOf(region)) + "." + subnet + ".";
    }

    private String address(String region, int host) {
        return prefix(region) + host;
    }

    private void visit(String visitor) {
        NodeFiles.REGIONS.stream().filter(region -> !region.equals(visitor))
                .forEach(region -> connect(visitor, region));
    }

    private void connect(String visitor, String region) {
        docker.connectToNetworkCmd().withNetworkId(networks.get(region))
                .withContainerId(container(visitor).getContainerId())
                .withContainerNetwork(new ContainerNetwork().withIpamConfig(new ContainerNetwork.Ipam()
                        .withIpv4Address(address(region, FIRST_VISITOR + NodeFiles.REGIONS.indexOf(visitor)))))
                .exec();
    }

    private void leave(String visitor, String region) {
        docker.disconnectFromNetworkCmd().withNetworkId(networks.get(region))
                .withContainerId(container(visitor).getContainerId()).exec();
    }

    private GenericContainer<?> container(String region) {
        return Objects.requireNonNull(containers.get(region));
    }

    @Override
    public List<String> nodes() {
        return NodeFiles.REGIONS.stream().map(ContainerArena::node).toList();
    }

    private static String node(String region) {
        return region + "-1";
    }

    @Override
    public String region(String node) {
        return io.althing.chaos.arena.Network.region(node);
    }

    @Override
    public URI api(String node) {
        return URI.create("http://" + address(region(node), OWN) + ":8080");
    }

    @Override
    public String token() {
        return files.orElseThrow().adminToken();
    }

    @Override
    public Duration electionTimeout() {
        return Duration.ofSeconds(1);
    }

    @Override
    public Links network() {
        return this;
    }

    @Override
    public String name() {
        return "containers";
    }

    @Override
    public boolean can(LinkFault fault) {
        return fault instanceof LinkFault.Drop;
    }

    /** Cuts off whoever reaches nobody. */
    @Override
    public void apply(LinkFault fault, Set<Link> links) {
        for (String node : nodes()) {
            if (links.containsAll(Link.between(List.of(node), nodes()))) {
                disconnect(region(node));
            }
        }
    }

    private void disconnect(String region) {
        apart.add(region);
        NodeFiles.REGIONS.stream().filter(other -> !other.equals(region)).forEach(other -> {
            leave(region, other);
            leave(other, region);
        });
    }

    @Override
    public void heal() {
        for (String region : apart) {
            visit(region);
            NodeFiles.REGIONS.stream().filter(other -> !other.equals(region))
                    .forEach(other -> connect(other, region));
        }
        apart.clear();
    }

    @Override
    public int life(String node) {
        return 1;
    }

    @Override
    public Optional<String> gone(String node) {
        return container(region(node)).isRunning()
                ? Optional.empty()
                : Optional.of("the container of " + node + " ended: " + container(region(node)).getLogs());
    }

    @Override
    public void kill(List<String> nodes) {
        nodes.forEach(node -> docker.killContainerCmd(container(region(node)).getContainerId()).exec());
    }

    @Override
    public void stop(String node) {
        docker.stopContainerCmd(container(region(node)).getContainerId()).exec();
    }

    @Override
    public void startNode(String node) {
        docker.startContainerCmd(container(region(node)).getContainerId()).exec();
    }

    @Override
    public void pause(String node, boolean paused) {
        String id = container(region(node)).getContainerId();
        if (paused) {
            docker.pauseContainerCmd(id).exec();
        } else {
            docker.unpauseContainerCmd(id).exec();
        }
    }

    @Override
    public void close() {
        containers.values().forEach(GenericContainer::stop);
        networks.values().forEach(id -> docker.removeNetworkCmd(id).exec());
    }
}
