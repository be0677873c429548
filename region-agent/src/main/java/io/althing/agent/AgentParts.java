package io.althing.agent;

import io.althing.codec.RecordJson;
import io.althing.serving.TrafficRouter;
import java.util.concurrent.Executor;

/**
 * What an agent is made of. None of it is closed by the agent.
 *
 * @param background runs what may take long: downloading and loading versions
 */
public record AgentParts(RegistryLink link, TrafficRouter router, VersionHost host, Observations observations,
        Journal journal, Signer signer, RecordJson json, AgentClock clock, Executor background) {}
