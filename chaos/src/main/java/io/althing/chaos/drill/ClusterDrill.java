package io.althing.chaos.drill;

import java.io.IOException;

/** A drill on a running cluster, which it leaves whole. */
abstract class ClusterDrill implements Drill {
    @Override
    public final Outcome run(Setting setting) throws IOException, InterruptedException {
        try (LoopbackCluster cluster = LoopbackCluster.started(setting.home(), LoopbackCluster.NODE_FLAGS)) {
            return on(cluster, setting);
        }
    }

    /** Tries it on this cluster: three voters, all running. */
    abstract Outcome on(LoopbackCluster cluster, Setting setting) throws IOException, InterruptedException;

    /** A node that does not lead. */
    static String follower(LoopbackCluster cluster) throws InterruptedException {
        String leader = cluster.awaitLeader();
        return cluster.names().stream().filter(name -> !name.equals(leader)).findFirst().orElseThrow();
    }
}
