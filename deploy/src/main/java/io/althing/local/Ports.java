package io.althing.local;

import io.althing.registry.Region;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * The ports of a cluster on one machine: ten for each region, from a base on. Digit 0 API, 1 gateway, 2 Raft; 3 and 4 the relays of its
 * Raft links to the other two, 5 and 6 those of its API links; the first region's 9 is the launcher's own.
 *
 * @param base the first
 * @param regions in the order of their tens
 */
public record Ports(int base, List<Region> regions) {
    private static final int PER_REGION = 10;
    private static final int GATEWAY = 1;
    private static final int RAFT = 2;
    private static final int RAFT_RELAYS = 3;
    private static final int CONTROL = 9;
    private static final int HIGHEST = 65_535;

    /** @throws IllegalArgumentException if some port would be none */
    public Ports {
        regions = List.copyOf(regions);
        if (base < 1024 || base + PER_REGION * regions.size() > HIGHEST) {
            throw new IllegalArgumentException("--base-port must be 1024 to " + (HIGHEST - PER_REGION * regions.size())
                    + ", not " + base);
        }
    }

    /** The region's API. */
    public int api(Region region) {
        return first(region);
    }

    /** The region's inference gateway. */
    public int gateway(Region region) {
        return first(region) + GATEWAY;
    }

    /** Where the region's node listens to its peers. */
    public int raft(Region region) {
        return first(region) + RAFT;
    }

    /** Where {@code from} reaches the Raft port of {@code to}. */
    public int raftRelay(Region from, Region to) {
        return first(from) + RAFT_RELAYS + place(from, to);
    }

    /** Where {@code from} reaches the API of {@code to}. */
    public int apiRelay(Region from, Region to) {
        return first(from) + RAFT_RELAYS + regions.size() - 1 + place(from, to);
    }

    /** Where the launcher listens for cuts and heals. */
    public int control() {
        return base + CONTROL;
    }

    private int first(Region region) {
        return base + PER_REGION * regions.indexOf(region);
    }

    private int place(Region from, Region to) {
        return regions.stream().filter(r -> !r.equals(from)).toList().indexOf(to);
    }

    /** Those of the cluster's ports that somebody listens on already. */
    public List<Integer> taken() {
        List<Integer> taken = new ArrayList<>();
        for (int port : all()) {
            try (ServerSocket probe = new ServerSocket()) {
                probe.setReuseAddress(true);
                probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            } catch (IOException e) {
                taken.add(port);
            }
        }
        return taken.stream().sorted().toList();
    }

    private List<Integer> all() {
        List<Integer> all = new ArrayList<>();
        for (Region region : regions) {
            all.addAll(List.of(api(region), gateway(region), raft(region)));
            regions.stream().filter(r -> !r.equals(region))
                    .forEach(to -> all.addAll(List.of(raftRelay(region, to), apiRelay(region, to))));
        }
        all.add(control());
        return all;
    }
}
