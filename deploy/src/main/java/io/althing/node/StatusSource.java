package io.althing.node;

import io.althing.agent.RegionAgent;
import io.althing.agent.StatusPage;
import java.util.Optional;

/** The agent's status page: there from the gateway's first moment, filled once the agent runs. */
final class StatusSource {
    private volatile Optional<RegionAgent> agent = Optional.empty();

    void of(RegionAgent running) {
        agent = Optional.of(running);
    }

    /** JSON; an empty object before the agent's first pass. */
    String page() {
        return agent.flatMap(RegionAgent::status).map(StatusPage::json).orElse("{}");
    }
}
