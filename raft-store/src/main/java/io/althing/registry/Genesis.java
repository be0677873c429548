package io.althing.registry;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The facts a cluster is born with. They enter the log as its first act and never change.
 *
 * @param clusterId lower-case words joined by dashes, chosen once
 * @param origin the audit log's name in its checkpoints: a URL without scheme
 * @param seeds the first members
 * @param regionKeys each seed region's Ed25519 public key, raw 32 bytes in base64
 * @param logKey the audit log's Ed25519 public key, raw 32 bytes in base64
 */
public record Genesis(String clusterId, String origin, List<Member> seeds, SortedMap<Region, String> regionKeys,
        String logKey) {
    /** One process of the registry and where its peers find it. */
    public record Member(NodeId node, Region region, String peer) {}

    /** @throws IllegalArgumentException if a seed's region has no key or a name is used twice */
    public Genesis {
        seeds = List.copyOf(seeds);
        regionKeys = Collections.unmodifiableSortedMap(new TreeMap<>(regionKeys));
        if (seeds.isEmpty()) {
            throw new IllegalArgumentException("genesis needs at least one seed member");
        }
        if (seeds.stream().map(Member::node).distinct().count() != seeds.size()) {
            throw new IllegalArgumentException("genesis names a node twice");
        }
        for (Member seed : seeds) {
            if (!regionKeys.containsKey(seed.region())) {
                throw new IllegalArgumentException("genesis has no key for region " + seed.region());
            }
        }
    }

    /** The regions of the seeds, sorted, each once. */
    public List<Region> regions() {
        return seeds.stream().map(Member::region).distinct().sorted().toList();
    }
}
