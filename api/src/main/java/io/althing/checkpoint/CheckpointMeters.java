package io.althing.checkpoint;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/** The figures of a node's checkpoints that Prometheus scrapes. */
public final class CheckpointMeters {
    private final MeterRegistry meters;
    private final CheckpointDesk desk;

    private CheckpointMeters(MeterRegistry meters, CheckpointDesk desk) {
        this.meters = meters;
        this.desk = desk;
    }

    /** Registers them. */
    public static void watch(MeterRegistry meters, CheckpointDesk desk) {
        var all = new CheckpointMeters(meters, desk);
        all.gauge("althing.checkpoint.size", "Audit entries under the newest cosigned checkpoint here",
                CheckpointFigures::size);
        all.gauge("althing.checkpoint.cosignatures", "Cosignatures of regions on the newest checkpoint here",
                CheckpointFigures::cosignatures);
        all.gauge("althing.checkpoint.lag", "Audit entries here that no cosigned checkpoint covers yet",
                CheckpointFigures::lag);
        all.gauge("althing.checkpoint.quorum", "1 if the last checkpoint asked for got enough cosignatures",
                figures -> figures.quorumReached() ? 1 : 0);
        all.gauge("althing.cosigned.size", "The size this region's cosigner signed last, if it is this node",
                CheckpointFigures::cosignedSize);
    }

    private void gauge(String name, String description, ToDoubleFunction<CheckpointFigures> value) {
        Gauge.builder(name, desk, d -> value.applyAsDouble(d.figures())).description(description).register(meters);
    }
}
