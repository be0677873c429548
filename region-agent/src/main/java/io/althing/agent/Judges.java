package io.althing.agent;

import io.althing.codec.RecordJson;
import io.althing.foresight.EarlyWarning;
import io.althing.registry.ModelName;
import io.althing.registry.Region;
import io.althing.registry.RolloutId;
import io.althing.serving.InForce;
import io.althing.telemetry.ArmWindows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agent's analyses, and their memories on disk. A lost memory costs evidence, never safety. */
final class Judges {
    private static final Logger LOG = LoggerFactory.getLogger(Judges.class);

    private final Region region;
    private final Observations observations;
    private final RecordJson json;
    private final AgentFiles files;
    private final Foresight foresight;
    private final VersionHost host;
    private final Map<RolloutId, Judge> judges = new HashMap<>();
    private final Map<RolloutId, EarlyWarning.Warning> warnings = new HashMap<>();

    /** What past rollouts taught, and where versions' training is known. */
    record Learned(Foresight foresight, VersionHost host) {}

    Judges(Region region, Observations observations, RecordJson json, AgentFiles files,
            Learned learned) {
        this.region = region;
        this.observations = observations;
        this.json = json;
        this.files = files;
        this.foresight = learned.foresight();
        this.host = learned.host();
    }

    Map<RolloutId, Judged> judged() {
        return judges.values().stream().map(Judge::judged).collect(Collectors.toMap(Judged::rollout, j -> j));
    }

    Optional<Judge> find(RolloutId rollout) {
        return Optional.ofNullable(judges.get(rollout));
    }

    Map<RolloutId, Judge> all() {
        return Map.copyOf(judges);
    }

    void start(AgentAction.StartAnalysis action, AgentTime now) {
        Judge judge = judges.computeIfAbsent(action.rollout(), id -> begin(action));
        observations.newStep(action.model(), action.rollout());
        judge.counts(observations.counting());
        judge.enter(action.step(), action.weightBasisPoints(), now);
    }

    private Judge begin(AgentAction.StartAnalysis action) {
        action.policy().analysis().metrics().stream().flatMap(m -> m.labelWindowMillis().stream()).max(Long::compare)
                .ifPresent(window -> observations.labelWindow(action.model(), Duration.ofMillis(window)));
        var matter = new Judge.Matter(action.model(), action.rollout(), region, action.policy());
        return remembered(matter).orElseGet(() -> new Judge(matter, action.lastLook()));
    }

    private Optional<Judge> remembered(Judge.Matter matter) {
        try {
            Optional<byte[]> kept = files.analysis(matter.rollout());
            if (kept.isEmpty()) {
                return Optional.empty();
            }
            Judge.Memory memory = json.read(Judge.Memory.class, kept.get(), RecordJson.Reading.EXACT);
            LOG.info("goes on judging rollout {} after look {}", matter.rollout(), memory.looks().size());
            return Optional.of(Judge.resume(matter, memory, json));
        } catch (IOException | RecordJson.Problem | IllegalArgumentException e) {
            LOG.warn("the memory of the analysis of rollout {} cannot be used ({}); the analysis starts anew",
                    matter.rollout(), e.getMessage());
            return Optional.empty();
        }
    }

    /** Takes the looks that are due for what is in force. */
    void lookIfDue(Function<ModelName, InForce> inForce, AgentTime now) {
        for (Judge judge : judges.values()) {
            InForce force = inForce.apply(judge.matter().model());
            if (judge.due(now) && runs(judge, force) && atHand(judge)) {
                look(judge, force, now);
            }
        }
    }

    private static boolean runs(Judge judge, InForce inForce) {
        return inForce.canary().filter(share -> share.rollout().equals(judge.matter().rollout())).isPresent();
    }

    private boolean atHand(Judge judge) {
        return observations.atHand(judge.matter().model(), judge.matter().rollout());
    }

    /** Takes a last look under the weight that is about to change. */
    void lookBefore(ModelName model, InForce inForce, AgentTime now) {
        judges.values().stream().filter(j -> j.matter().model().equals(model) && runs(j, inForce) && atHand(j))
                .forEach(judge -> look(judge, inForce, now));
    }

    private void look(Judge judge, InForce inForce, AgentTime now) {
        ModelName model = judge.matter().model();
        try {
            ArmWindows seen = observations.ofRollout(model, judge.matter().rollout());
            judge.look(seen, observations.whole(judge.matter().rollout()) ? Judge.Basis.WHOLE : Judge.Basis.PART, now);
            judge.onlookers().requests(observations.sightings(model, judge.matter().rollout()),
                    () -> inForce.canary().flatMap(share -> host.profile(model, share.version())), now.wall());
            remember(judge);
            foretell(judge);
        } catch (UncheckedIOException e) {
            LOG.warn("the numbers of rollout {} cannot be had now ({}); they go into the next look",
                    judge.matter().rollout(), e.getMessage());
        }
    }

    private void foretell(Judge judge) {
        EarlyWarning.Warning warning = foresight.assess(judge.trace());
        EarlyWarning.Warning before = warnings.put(judge.matter().rollout(), warning);
        if (before == null ? warning.level() != EarlyWarning.Level.NORMAL : before.level() != warning.level()) {
            LOG.info("early warning for rollout {} of model {}: {} (by {}); it is shown only",
                    judge.matter().rollout(), judge.matter().model(), warning.advice(), warning.factors());
        }
    }

    /** What those without a say make of a rollout. */
    AgentStatus.Outlook outlook(Judge judge) {
        return new AgentStatus.Outlook(judge.onlookers().usualRules(), judge.onlookers().holdback(),
                Optional.ofNullable(warnings.get(judge.matter().rollout())), judge.onlookers().rank(),
                judge.onlookers().requests());
    }

    private void remember(Judge judge) {
        try {
            Judge.Memory memory = judge.memory(json);
            files.keepAnalysis(judge.matter().rollout(), () -> json.write(Judge.Memory.class, memory));
        } catch (IOException e) {
            LOG.warn("the analysis of rollout {} cannot be remembered ({}); a restart would begin it anew",
                    judge.matter().rollout(), e.getMessage());
        }
    }

    void stop(AgentAction.StopAnalysis action) {
        Judge judge = judges.remove(action.rollout());
        warnings.remove(action.rollout());
        if (judge != null) {
            foresight.finished(action.rollout(), judge.trace());
        }
        observations.forget(action.model(), action.rollout());
        try {
            files.forgetAnalysis(action.rollout());
        } catch (IOException e) {
            LOG.warn("the memory of the analysis of rollout {} cannot be deleted ({}); delete it by hand",
                    action.rollout(), e.getMessage());
        }
    }
}
