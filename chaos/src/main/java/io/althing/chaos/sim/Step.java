package io.althing.chaos.sim;

import io.althing.chaos.sim.part.Metrics;

/**
 * One thing that befalls a simulated cluster or is asked of it. Regions are numbered as in {@link Library#REGIONS}. A list of steps is
 * what a failing run is shrunk to.
 */
public sealed interface Step {
    /** Nobody outside hears the region, and it hears nobody. */
    record CutRegion(int region) implements Step {}

    /** One region's messages do not reach another. */
    record CutOneWay(int from, int to) implements Step {}

    /** Every link is open again and loses nothing. */
    record HealLinks() implements Step {}

    /** Messages between nodes are lost with this probability, in percent. */
    record LoseMessages(int percent) implements Step {}

    /** A node's process is killed. */
    record KillNode(int region) implements Step {}

    /** A node loses power, and what it had not synced. */
    record NodePowerLoss(int region) implements Step {}

    /** All nodes lose power at once, and come back. */
    record AllPowerLoss() implements Step {}

    /** A node's process starts. */
    record StartNode(int region) implements Step {}

    /** Another node takes over the lead. */
    record ChangeLeader() implements Step {}

    /** An agent's process is killed, and its gateway with it. */
    record KillAgent(int region) implements Step {}

    /** An agent will die at a named point when it comes there for the n-th time. */
    record KillAgentAt(int region, String point, int nth) implements Step {}

    /** An agent's process starts. */
    record StartAgent(int region) implements Step {}

    /** Each write of an agent's disk takes so long; 0 is a good disk. */
    record SlowDisk(int region, int millis) implements Step {}

    /** An agent's disk refuses to write, or works again. */
    record BreakDisk(int region, boolean broken) implements Step {}

    /** A region's router does not answer, or does again. */
    record LoseRouter(int region, boolean away) implements Step {}

    /** How a region's telemetry behaves from now on. */
    record Telemetry(int region, Metrics metrics) implements Step {}

    /** A node's wall clock is wrong by so much. */
    record SkewNode(int region, int millis) implements Step {}

    /** An agent's wall clock is wrong by so much. */
    record SkewAgent(int region, int millis) implements Step {}

    /** Answers to what an agent tells are lost, in percent of them, and events perhaps never come. */
    record PoorLine(int region, int percent, boolean eventsLost) implements Step {}

    /** Somebody asks for a rollout of version v0, v1 and so on. */
    record Rollout(int version, boolean twice) implements Step {}

    /** Somebody asks for what was convicted, and gives no reason. */
    record AskAgain() implements Step {}

    /** So many tags are written, one shortly after the other. */
    record Busy(int tags) implements Step {}

    /** Somebody approves what waits for approval; perhaps who asked for it. */
    record Approve(boolean requester) implements Step {}

    /** Somebody passes the pauses that wait for a person. */
    record Promote() implements Step {}

    /** Somebody stops the rollout. */
    record Abort() implements Step {}

    /** Somebody pauses the rollout, or lets it go on. */
    record Pause(boolean paused) implements Step {}

    /** Somebody presses the red button, for one region or for all. */
    record RedButton(boolean everywhere, int region) implements Step {}

    /** Somebody writes a tag, the whole of it twice. */
    record Tag(int number) implements Step {}

    /** Somebody moves an alias, having seen the present revision or an older one. */
    record Alias(int version, boolean stale) implements Step {}

    /** A region's policy file is replaced by another. */
    record EditPolicy(int region, int file) implements Step {}

    /** Somebody votes in a region's name without its key. */
    record Forge(int region) implements Step {}

    /** An agent of one region asks for what only another's may. */
    record Impersonate(int region, int other) implements Step {}
}
