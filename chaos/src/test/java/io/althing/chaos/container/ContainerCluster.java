package io.althing.chaos.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.Network;
import io.althing.chaos.drill.NodeFiles;
import io.althing.chaos.drill.NodeFiles.Place;
import io.althing.chaos.drill.Waiting;
import io.althing.client.ApiClient;
import io.althing.client.Call;
import io.althing.client.UserError;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
final class ContainerCluster implements AutoCloseable {
    static final String IMAGE = "althing:drill";
    private static final int OWN = 10;
    private static final int FIRST_VISITOR = 20;

    private final DockerClient docker = DockerClientFactory.lazyClient();
    private final Map<String, String> networks = new LinkedHashMap<>();
    private final Map<String, GenericContainer<?>> containers = new LinkedHashMap<>();
    private final String mark = "althing-drill-" + ProcessHandle.current().pid();
    private final int subnet = (int) (ProcessHandle.current().pid() % 60) + 100;
    private Optional<NodeFiles> files = Optional.empty();

    private ContainerCluster() {}

    static ContainerCluster start(Path home) throws IOException {
        var cluster = new ContainerCluster();
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

    /** Cuts a region off. */
    void disconnect(String region) {
        NodeFiles.REGIONS.stream().filter(other -> !other.equals(region)).forEach(other -> {
            leave(region, other);
            leave(other, region);
        });
    }

    /** Joins it again. */
    void connect(String region) {
        visit(region);
        NodeFiles.REGIONS.stream().filter(other -> !other.equals(region)).forEach(other -> connect(other, region));
    }

    URI api(String region) {
        return URI.create("http://" + address(region, OWN) + ":8080");
    }

    List<URI> apis() {
        return NodeFiles.REGIONS.stream().map(this::api).toList();
    }

    String token() {
        return files.orElseThrow().adminToken();
    }

    ApiClient client(String region) {
        return new ApiClient(List.of(new ApiClient.Place(region, api(region))), Optional.of(token()));
    }

    void awaitReady(Duration patience) throws InterruptedException {
        for (String region : NodeFiles.REGIONS) {
            Waiting.until("the node of " + region + " is ready", patience, () -> {
                try {
                    return client(region).send(Call.get("/v1/models").within(Duration.ofSeconds(2))).ok();
                } catch (UserError notYet) {
                    return false;
                }
            });
        }
    }

    /** Returns the audit log's size once all have applied the same index with one digest. */
    long awaitEqual(Duration patience) throws InterruptedException {
        return Waiting.value("all regions are equal", patience, () -> {
            var all = NodeFiles.REGIONS.stream().map(r -> client(r).need(Call.get("/v1/cluster")).json()).toList();
            boolean equal = all.stream().map(s -> s.path("appliedIndex") + " " + s.path("chainDigest")).distinct()
                    .count() == 1;
            return equal ? Optional.of(all.getFirst().path("auditSize").asLong()) : Optional.empty();
        });
    }

    @Override
    public void close() {
        containers.values().forEach(GenericContainer::stop);
        networks.values().forEach(id -> docker.removeNetworkCmd(id).exec());
    }
}
