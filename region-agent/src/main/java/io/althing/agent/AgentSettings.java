package io.althing.agent;

import io.althing.registry.Region;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How an agent is set up.
 *
 * @param files the region's own policy file, watched for changes, and what is remembered of analyses across restarts
 * @param refresh how often a view is asked for when nothing happens; well below five seconds
 * @param pulse how often the agent looks at what is due
 */
public record AgentSettings(Region region, AgentFiles files, Duration refresh, Duration pulse) {
    /** Views twice a second, a pulse twenty times a second. */
    public static AgentSettings of(Region region, Path policyFile, Path memory) {
        return new AgentSettings(region, AgentFiles.onDisk(policyFile, memory), Duration.ofMillis(500),
                Duration.ofMillis(50));
    }
}
