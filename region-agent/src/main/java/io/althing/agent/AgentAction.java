package io.althing.agent;

import io.althing.registry.Command;
import io.althing.registry.ModelName;
import io.althing.registry.RegionPolicy;
import io.althing.registry.RolloutId;
import io.althing.registry.Sha256;
import io.althing.registry.VersionId;
import io.althing.serving.RouteTarget;

/** One thing for the agent to do. */
public sealed interface AgentAction {
    /** Bring a version here, load it and warm it. */
    record Install(ModelName model, VersionId version) implements AgentAction {}

    /** Make this the traffic. */
    record ApplyTarget(RouteTarget target) implements AgentAction {}

    /**
     * Start judging a canary, or go on with its next step.
     *
     * @param lastLook the highest look the registry knows of
     */
    record StartAnalysis(ModelName model, RolloutId rollout, RegionPolicy policy, int step, int weightBasisPoints,
            long lastLook) implements AgentAction {}

    /** Forget an analysis: its rollout is over. */
    record StopAnalysis(ModelName model, RolloutId rollout) implements AgentAction {}

    /** Go back without asking: write it down, then take the traffic back. */
    record LocalRollback(ModelName model, RolloutId rollout, VersionId version, JournalAct.Cause cause, String why)
            implements
                AgentAction {}

    /** Note that the registry knows of an act. */
    record Acknowledge(long sequence, String how) implements AgentAction {}

    /** Get a blob from the registry. */
    record Fetch(Sha256 digest) implements AgentAction {}

    /** Begin to watch what becomes of the users after going back. */
    record WatchRecovery(ModelName model, RolloutId rollout) implements AgentAction {}

    /**
     * Say something to the registry.
     *
     * @param requestId derived from what it is about and the revision acted upon
     * @param lane what must not be on the way twice
     * @param command without the region's signature
     * @param letter the journal entry this is about, 0 for none
     */
    record Tell(String requestId, String lane, Command command, long letter) implements AgentAction {}
}
