package io.althing.chaos.drill;

import io.althing.client.Answer;
import io.althing.client.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A node is down until the others have dropped the log it would need. */
final class LaggardDrill extends ClusterDrill {
    private static final int WRITERS = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Override
    public String name() {
        return "laggard";
    }

    @Override
    public String promise() {
        return "a node that missed more than the others' logs still hold installs a snapshot and serves";
    }

    @Override
    Outcome on(LoopbackCluster cluster, Setting setting) throws IOException, InterruptedException {
        String laggard = follower(cluster);
        cluster.process(laggard).kill();
        Path current = cluster.place(laggard).data().resolve("state").resolve("CURRENT");
        String before = Files.readString(current);
        Acknowledged acknowledged = writeAndSnapshot(cluster, setting);
        setting.progress().accept(laggard + " comes back after " + acknowledged.numbers().cardinality() + " writes");
        cluster.start(laggard);
        cluster.awaitReady(laggard);
        Outcome equal = Replicas.compare(cluster, acknowledged);
        boolean installed = !Files.readString(current).equals(before);
        Answer read = cluster.client(laggard)
                .send(Call.get("/v1/models/" + NodeFiles.MODEL + "/tags/t0?consistency=local"));
        List<String> findings = new ArrayList<>(equal.findings());
        findings.add(laggard + (installed ? " installed a snapshot" : " caught up from the log alone")
                + " and answers a local read with HTTP " + read.status());
        return new Outcome(equal.held() && installed && read.ok(), findings);
    }

    /** Two snapshots on each node: the log is kept back to the one before the last. */
    private static Acknowledged writeAndSnapshot(LoopbackCluster cluster, Setting setting)
            throws IOException, InterruptedException {
        try (Writer writer = Writer.to(cluster, "laggard", WRITERS)) {
            for (int i = 0; i < 2; i++) {
                int enough = writer.count() + setting.acknowledgements();
                Waiting.until("there are " + enough + " acknowledged writes", PATIENCE,
                        () -> writer.count() >= enough);
                for (String node : cluster.alive()) {
                    cluster.client(node).need(Call.post("/v1/cluster/snapshot", io.althing.client.Json.object())
                            .within(Duration.ofSeconds(10)));
                }
            }
            int enough = writer.count() + 1;
            Waiting.until("a write is acknowledged after the snapshot", PATIENCE, () -> writer.count() >= enough);
            return Acknowledged.by(writer);
        }
    }
}
