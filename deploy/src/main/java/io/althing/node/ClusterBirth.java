package io.althing.node;

import io.althing.raft.LeadershipListener;
import io.althing.registry.Actor;
import io.althing.registry.Command;
import io.althing.registry.Genesis;
import io.althing.registry.NodeId;
import io.althing.registry.Proposal;
import io.althing.registry.Table;
import io.althing.store.Consistency;
import io.althing.store.RegistryStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes genesis as the log's first act, whichever node leads first. */
final class ClusterBirth implements LeadershipListener {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterBirth.class);

    private final Genesis genesis;
    private final NodeId node;
    private final CompletableFuture<RegistryStore> store = new CompletableFuture<>();

    ClusterBirth(Genesis genesis, NodeId node) {
        this.genesis = genesis;
        this.node = node;
    }

    /** Says which store to write to. */
    void watch(RegistryStore registry) {
        store.complete(registry);
    }

    @Override
    public void leading(long term) {
        LOG.info("{} leads in term {}", node, term);
        RegistryStore registry = store.join();
        boolean formed = registry
                .read(new Consistency.Local(), state -> state.get(Table.GENESIS, Table.ONLY).isPresent())
                .join().value();
        if (!formed) {
            form(registry, term);
        }
    }

    private void form(RegistryStore registry, long term) {
        try {
            long index = registry.proposeInTerm(proposal(), term).join().index();
            LOG.info("cluster {} is formed at index {}: {}", genesis.clusterId(), index, genesis.seeds());
        } catch (CompletionException e) {
            LOG.warn("cluster {} is not formed yet ({}); the next leader will", genesis.clusterId(), e.getMessage());
        }
    }

    private Proposal proposal() {
        var actor = new Actor("node-" + node, Actor.Kind.NODE, Optional.empty(), List.of(Actor.Role.NODE), "node",
                Optional.empty());
        return new Proposal("form/" + genesis.clusterId(), actor, node, Optional.empty(),
                new Command.FormCluster(genesis));
    }

    @Override
    public void stopped(long term) {
        LOG.info("{} no longer leads in term {}", node, term);
    }
}
