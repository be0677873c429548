package io.althing.chaos.fault;

import io.althing.chaos.arena.Agents;
import io.althing.chaos.arena.DrillPolicies;
import io.althing.chaos.fault.Fault.Begun;
import io.althing.chaos.fault.Fault.Need;
import io.althing.chaos.history.RolloutLine;
import io.althing.chaos.workload.ForgedVotes;
import io.althing.chaos.workload.Lies;
import io.althing.chaos.workload.Recorder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What can go wrong with a region's agent, or with what it is told. */
final class AgentFaults {
    private static final Duration OFTEN = Duration.ofMillis(200);

    private AgentFaults() {}

    static List<Fault> all() {
        return List.of(
                fault("lying-metrics",
                        "tells one region that its canary is always wrong, or right (with: region, says)",
                        AgentFaults::lie),
                fault("silent-agent", "cuts an agent off from its node while it serves (with: region)",
                        AgentFaults::silence),
                fault("stopped-agent", "stops an agent's process with SIGSTOP until healed (with: region)",
                        AgentFaults::stop),
                fault("byzantine-vote",
                        "sends votes with another region's key, with invented figures, and twice (with: region)",
                        AgentFaults::vote),
                fault("stale-policy", "puts an older policy file back in one region (with: region)",
                        scene -> policy(scene, DrillPolicies.region(scene.anyRegion()))),
                fault("reckless-policy", "gives a region a policy file that the others do not accept (with: region)",
                        AgentFaults::reckless),
                fault("two-agents", "starts a second agent of one region (with: region)", AgentFaults::second));
    }

    private static Fault fault(String name, String does, Fault.Act act) {
        return new Fault(name, does, Set.of(Need.OWN_NODES, Need.AGENTS), act);
    }

    private static Begun lie(Scene scene) {
        String region = scene.anyRegion();
        Lies lies = scene.rollouts().lies();
        Lies.Lie lie = scene.with().path("says").asText("wrong").equals("right") ? Lies.Lie.RIGHT : Lies.Lie.WRONG;
        lies.tell(region, lie);
        return Begun.of(region + " is told that its canary is always " + (lie == Lies.Lie.RIGHT ? "right" : "wrong"),
                () -> lies.stop(region));
    }

    private static Begun silence(Scene scene) throws IOException {
        String region = scene.anyRegion();
        Agents agents = scene.rollouts().agents();
        Recorder recorder = scene.recorder();
        agents.silence(region, true);
        long begin = recorder.now();
        return Begun.of(region, () -> {
            recorder.add(new RolloutLine.Alone(region, begin, recorder.now()));
            agents.silence(region, false);
        });
    }

    private static Begun stop(Scene scene) throws IOException {
        String region = scene.anyRegion();
        Agents agents = scene.rollouts().agents();
        agents.pause(region, true);
        return Begun.of(region, () -> agents.pause(region, false));
    }

    private static Begun vote(Scene scene) {
        String region = scene.anyRegion();
        var votes = new ForgedVotes(scene.arena(), scene.rollouts().agents(), scene.recorder());
        Repeating sending = Repeating.every(OFTEN, round -> votes.send(region));
        return Begun.of("in the name of " + region, sending::stop);
    }

    private static Begun policy(Scene scene, String file) throws IOException {
        String region = file.replaceAll("(?s).*region: ([a-z-]+).*", "$1");
        Agents agents = scene.rollouts().agents();
        String before = agents.policy(region);
        agents.write(region, file);
        return Begun.of(region, () -> agents.write(region, before));
    }

    private static Begun reckless(Scene scene) throws IOException {
        return policy(scene, DrillPolicies.reckless(scene.anyRegion()));
    }

    private static Begun second(Scene scene) throws IOException {
        String region = scene.anyRegion();
        Agents agents = scene.rollouts().agents();
        agents.startSecond(region);
        return Begun.of(region, () -> agents.killSecond(region));
    }
}
