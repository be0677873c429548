package io.althing.http;

import io.althing.store.RegistryStore;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import java.util.function.ToDoubleFunction;
import io.althing.store.StoreStatus;

/** The figures of a replica that Prometheus scrapes; times in seconds. */
final class Meters {
    /** How long a proposal takes from here to its receipt. */
    static final String COMMIT = "althing.commit";

    private static final double[] BUCKETS = {1e6, 2e6, 5e6, 1e7, 2e7, 5e7, 1e8, 2e8, 5e8, 1e9, 2e9, 5e9, 1e10};

    private Meters() {}

    static void register(MeterRegistry meters, RegistryStore store) {
        meters.config().meterFilter(new MeterFilter() {
            @Override
            public DistributionStatisticConfig configure(io.micrometer.core.instrument.Meter.Id id,
                    DistributionStatisticConfig config) {
                return id.getName().equals(COMMIT)
                        ? DistributionStatisticConfig.builder().serviceLevelObjectives(BUCKETS).build().merge(config)
                        : config;
            }
        });
        gauge(meters, store, "althing.raft.term", "The newest term this replica knows", StoreStatus::term);
        gauge(meters, store, "althing.raft.is.leader", "1 on the leader", s -> s.leads() ? 1 : 0);
        gauge(meters, store, "althing.raft.applied.index", "The last log index applied here", StoreStatus::appliedIndex);
        gauge(meters, store, "althing.applied.lag", "Log entries here that are not applied yet",
                s -> s.lastIndex() - s.appliedIndex());
        gauge(meters, store, "althing.leader.silence.seconds", "Time since proof of a leader with a quorum",
                s -> s.leaderSilence().toMillis() / 1e3);
        gauge(meters, store, "althing.audit.size", "Entries in the audit log here", StoreStatus::auditSize);
        gauge(meters, store, "althing.fenced", "1 if this replica stopped serving after a fault", s -> s.fenced() ? 1 : 0);
    }

    private static void gauge(MeterRegistry meters, RegistryStore store, String name, String description,
            ToDoubleFunction<StoreStatus> value) {
        Gauge.builder(name, store, s -> value.applyAsDouble(s.status())).description(description).register(meters);
    }
}
