package io.althing.agent;

import io.althing.codec.RecordJson;
import io.althing.foresight.EarlyWarning;
import io.althing.foresight.Trace;
import io.althing.registry.RolloutId;
import io.althing.registry.evidence.LogWealth;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this region's past rollouts teach about running ones. Finished rollouts are kept as traces; the
 * early warning learns from them in the background. It is shown and logged; it moves nothing. For the agent's own thread.
 */
final class Foresight {
    private static final Logger LOG = LoggerFactory.getLogger(Foresight.class);
    private static final int FEWEST = 100;
    /** A quarter of an hour at the standard interval of half a minute. */
    private static final int HORIZON_LOOKS = 30;
    /** One false alarm a day at that interval. */
    private static final double FALSE_ALARMS_PER_LOOK = 1 / 2_880.0;
    private static final EarlyWarning.Settings SETTINGS = new EarlyWarning.Settings(LogWealth.bound(10_000),
            HORIZON_LOOKS, FEWEST, FALSE_ALARMS_PER_LOOK, 1);

    private final RecordJson json;
    private final AgentFiles files;
    private final Executor background;
    private volatile EarlyWarning warning = EarlyWarning.train(SETTINGS, List.of());

    Foresight(RecordJson json, AgentFiles files, Executor background) {
        this.json = json;
        this.files = files;
        this.background = background;
        background.execute(this::learn);
    }

    EarlyWarning.Warning assess(Trace soFar) {
        return warning.assess(soFar);
    }

    /** Keeps a finished rollout to learn from. */
    void finished(RolloutId rollout, Trace trace) {
        if (trace.looks().isEmpty()) {
            return;
        }
        try {
            files.keepTrace(rollout, json.write(Trace.class, trace));
        } catch (IOException e) {
            LOG.warn("the looks of rollout {} cannot be kept ({}); the early warning will not learn from them", rollout,
                    e.getMessage());
        }
        background.execute(this::learn);
    }

    private synchronized void learn() {
        List<Trace> traces = new ArrayList<>();
        try {
            for (byte[] kept : files.traces()) {
                read(kept).ifPresent(traces::add);
            }
        } catch (IOException e) {
            LOG.warn("past rollouts cannot be read ({}); the early warning learns nothing new", e.getMessage());
            return;
        }
        warning = EarlyWarning.train(SETTINGS, traces);
    }

    private Optional<Trace> read(byte[] kept) {
        try {
            return Optional.of(json.read(Trace.class, kept, RecordJson.Reading.TOLERANT));
        } catch (RecordJson.Problem | IllegalArgumentException e) {
            LOG.warn("what is kept of a past rollout cannot be used ({}); it is left out", e.getMessage());
            return Optional.empty();
        }
    }
}
