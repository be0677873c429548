package io.althing.raft;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.althing.registry.NodeId;

/**
 * What all nodes of a cluster are told before there is a log: the cluster's id and its first voters.
 *
 * @param clusterId starts with a letter, then letters, digits, dashes or underscores, at most 64
 * @param seeds the first voters; one for a single-node cluster, otherwise preferably three or five
 */
public record Genesis(String clusterId, List<Member> seeds) {

    /** @throws IllegalArgumentException if the id has another shape, there is no seed, or two seeds share a name or an address */
    public Genesis {
        if (!clusterId.matches("[A-Za-z][A-Za-z0-9_-]{0,63}")) {
            throw new IllegalArgumentException("genesis: clusterId '" + clusterId
                    + "' must start with a letter, then up to 63 letters, digits, dashes or underscores");
        }
        seeds = List.copyOf(seeds);
        if (seeds.isEmpty()) {
            throw new IllegalArgumentException("genesis: seeds is empty; name at least one member");
        }
        Set<Object> met = new HashSet<>();
        for (Member seed : seeds) {
            if (!met.add(seed.node()) || !met.add(seed.address())) {
                throw new IllegalArgumentException(
                        "genesis: seeds names " + seed + " whose node id or address another seed has");
            }
        }
    }

    /** The seed of that name, if it is one. */
    public Optional<Member> seed(NodeId node) {
        return seeds.stream().filter(s -> s.node().equals(node)).findFirst();
    }
}
