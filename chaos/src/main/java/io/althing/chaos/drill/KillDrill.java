package io.althing.chaos.drill;

import java.io.IOException;
import java.time.Duration;

/** Each node is killed in turn under load and started again, then all at once. */
final class KillDrill extends ClusterDrill {
    private static final int WRITERS = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Override
    public String name() {
        return "kill";
    }

    @Override
    public String promise() {
        return "kill -9 of each node in turn, and of all at once, loses no acknowledged write and doubles none";
    }

    @Override
    Outcome on(LoopbackCluster cluster, Setting setting) throws IOException, InterruptedException {
        Acknowledged acknowledged;
        try (Writer writer = Writer.to(cluster, name(), WRITERS)) {
            for (String node : cluster.names()) {
                awaitMore(writer, setting.acknowledgements());
                setting.progress().accept("kill -9 " + node + " after " + writer.count() + " acknowledged writes");
                cluster.process(node).kill();
                awaitMore(writer, 1);
                cluster.start(node);
                cluster.awaitReady(node);
            }
            awaitMore(writer, setting.acknowledgements());
            setting.progress().accept("kill -9 of all after " + writer.count() + " acknowledged writes");
            cluster.killAll();
            acknowledged = Acknowledged.by(writer);
        }
        cluster.startAll();
        cluster.awaitReady();
        return Replicas.compare(cluster, acknowledged);
    }

    private static void awaitMore(Writer writer, int more) throws InterruptedException {
        int enough = writer.count() + more;
        Waiting.until("there are " + enough + " acknowledged writes", PATIENCE, () -> writer.count() >= enough);
    }
}
