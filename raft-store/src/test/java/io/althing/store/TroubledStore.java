package io.althing.store;

import io.althing.registry.Proposal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A store whose cluster suffers a schedule of faults as proposals come in. */
public final class TroubledStore extends ForwardingStore {
    private final FaultSchedule schedule;
    private final FaultSchedule.Cluster cluster;
    private int proposals;

    public TroubledStore(RegistryStore store, FaultSchedule schedule, FaultSchedule.Cluster cluster) {
        super(store);
        this.schedule = schedule;
        this.cluster = cluster;
    }

    @Override
    public CompletableFuture<Receipt> propose(Proposal proposal, Duration deadline) {
        proposals++;
        for (FaultSchedule.Fault fault : schedule.before(proposals)) {
            try {
                cluster.suffer(fault);
            } catch (Exception e) {
                throw new IllegalStateException(schedule.name() + ": " + fault + " could not be brought about", e);
            }
        }
        return super.propose(proposal, deadline);
    }
}
