package io.althing.chaos.workload;

import com.fasterxml.jackson.databind.JsonNode;
import io.althing.chaos.arena.Agents;
import io.althing.chaos.arena.ServedModel;
import io.althing.chaos.history.RolloutLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks every gateway, five times a second, what it has in force. */
public final class GatewayWatch implements AutoCloseable {
    private static final long EVERY_MILLIS = 200;

    private final List<Thread> threads = new ArrayList<>();
    private final Agents agents;
    private final Recorder recorder;

    private GatewayWatch(Agents agents, Recorder recorder) {
        this.agents = agents;
        this.recorder = recorder;
    }

    /** Starts it. */
    public static GatewayWatch start(Agents agents, Recorder recorder) {
        var watch = new GatewayWatch(agents, recorder);
        agents.regions().forEach(region -> watch.threads.add(Thread.ofVirtual().start(() -> watch.run(region))));
        return watch;
    }

    private void run(String region) {
        try {
            while (true) {
                long called = recorder.now();
                Optional<JsonNode> status = agents.status(region);
                long returned = recorder.now();
                status.ifPresent(s -> {
                    for (JsonNode serving : s.path("serving")) {
                        if (serving.path("model").asText().equals(ServedModel.MODEL)) {
                            recorder.add(new RolloutLine.Gateway(region, called, returned,
                                    serving.path("stable").asText(), serving.at("/canary/version").asText(),
                                    serving.at("/canary/weightBasisPoints").asInt()));
                        }
                    }
                });
                TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
    }
}
