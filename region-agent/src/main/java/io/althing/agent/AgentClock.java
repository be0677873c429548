package io.althing.agent;

import java.time.Instant;

/** Both clocks. Any thread. */
@FunctionalInterface
public interface AgentClock {
    /** The present moment. */
    AgentTime now();

    /** The machine's clocks. */
    static AgentClock system() {
        return () -> new AgentTime(System.nanoTime(), Instant.now());
    }
}
