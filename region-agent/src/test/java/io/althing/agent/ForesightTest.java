package io.althing.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.canary.LookCounts;
import io.althing.codec.RecordJson;
import io.althing.foresight.EarlyWarning.Level;
import io.althing.foresight.Trace;
import io.althing.registry.RolloutId;
import io.althing.registry.evidence.LogWealth;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ForesightTest {
    private static final RolloutId ROLLOUT = new RolloutId("01JDQY6M4T3V8Z5K2N7P9R1WXA");
    private static final Trace TRACE = new Trace(List.of(new LookCounts(1, 0, 500, List.of())),
            List.of(LogWealth.ONE));

    @TempDir
    Path directory = Path.of("");

    private Foresight foresight() {
        return new Foresight(new RecordJson(), AgentFiles.onDisk(directory.resolve("policy.yaml"), directory),
                Runnable::run);
    }

    @Test
    void finished_rollouts_are_remembered_across_restarts_and_counted() {
        foresight().finished(ROLLOUT, TRACE);
        assertThat(foresight().assess(TRACE).level()).isEqualTo(Level.NORMAL);
        assertThat(foresight().assess(TRACE).advice()).isEqualTo("not trained: 1 of 100 rollouts seen");
    }

    @Test
    void a_damaged_trace_is_left_out() throws Exception {
        Files.writeString(directory.resolve("trace-x.json"), "{");
        foresight().finished(ROLLOUT, TRACE);
        assertThat(foresight().assess(TRACE).advice()).startsWith("not trained: 1 of");
    }
}
