package io.althing.chaos.drill;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Nobody asks for anything. */
final class IdleDrill extends ClusterDrill {
    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String promise() {
        return "an idle cluster writes no audit entry";
    }

    @Override
    Outcome on(LoopbackCluster cluster, Setting setting) throws IOException, InterruptedException {
        NodeStatus before = cluster.awaitEqualIndex().getFirst();
        setting.progress().accept("watching for " + setting.idle().toSeconds() + " s");
        TimeUnit.MILLISECONDS.sleep(setting.idle().toMillis());
        NodeStatus after = cluster.awaitEqualIndex().getFirst();
        long entries = after.auditSize() - before.auditSize();
        return new Outcome(entries == 0, List.of(entries + " audit entries and "
                + (after.appliedIndex() - before.appliedIndex()) + " log entries in " + setting.idle().toSeconds()
                + " s"));
    }
}
