package io.althing.http;

import io.althing.store.RegistryStore;
import io.althing.store.StoreStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/** The figures of a replica that Prometheus scrapes; times in seconds. */
final class Meters {
    private static final Duration[] BUCKETS = LongStream
            .of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)
            .mapToObj(Duration::ofMillis).toArray(Duration[]::new);

    private final MeterRegistry meters;
    private final Timer answered;
    private final Timer failed;

    Meters(MeterRegistry meters) {
        this.meters = meters;
        this.answered = commits("answered");
        this.failed = commits("failed");
    }

    private Timer commits(String outcome) {
        return Timer.builder("althing.commit").description("From a proposal to its receipt").tag("outcome", outcome)
                .serviceLevelObjectives(BUCKETS).register(meters);
    }

    /** Measures how long the proposal takes. */
    <T> CompletionStage<T> commit(Supplier<CompletionStage<T>> proposal) {
        Timer.Sample sample = Timer.start(meters);
        return proposal.get().whenComplete((receipt, failure) -> sample.stop(failure == null ? answered : failed));
    }

    void watch(RegistryStore store) {
        gauge(store, "althing.raft.term", "The newest term this replica knows", StoreStatus::term);
        gauge(store, "althing.raft.is.leader", "1 on the leader", s -> s.leads() ? 1 : 0);
        gauge(store, "althing.raft.applied.index", "The last log index applied here", StoreStatus::appliedIndex);
        gauge(store, "althing.applied.lag", "Log entries here that are not applied yet",
                s -> s.lastIndex() - s.appliedIndex());
        gauge(store, "althing.leader.silence.seconds", "Time since proof of a leader with a quorum",
                s -> s.leaderSilence().toMillis() / 1e3);
        gauge(store, "althing.audit.size", "Entries in the audit log here", StoreStatus::auditSize);
        gauge(store, "althing.fenced", "1 if this replica stopped serving after a fault", s -> s.fenced() ? 1 : 0);
    }

    private void gauge(RegistryStore store, String name, String description, ToDoubleFunction<StoreStatus> value) {
        Gauge.builder(name, store, s -> value.applyAsDouble(s.status())).description(description).register(meters);
    }
}
