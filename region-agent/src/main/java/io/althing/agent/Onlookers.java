package io.althing.agent;

import io.althing.canary.Arm;
import io.althing.canary.Boundary;
import io.althing.canary.CanarySettings;
import io.althing.canary.HoldbackDetector;
import io.althing.canary.LookCounts;
import io.althing.canary.MetricCounts;
import io.althing.canary.MetricKind;
import io.althing.canary.MetricSettings;
import io.althing.canary.ReferenceProfile;
import io.althing.canary.judge.FixedThresholds;
import io.althing.canary.judge.Judge;
import io.althing.canary.judge.WeightedRisk;
import io.althing.canary.judge.Window;
import io.althing.codec.RecordJson;
import io.althing.foresight.LookForest;
import io.althing.foresight.RequestWatch;
import io.althing.registry.Blob;
import io.althing.telemetry.Sighting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Those who look on without a say: what the usual rules would have done with the same looks, and where the detector that is to watch a
 * holdback after promotion stands. Nothing here moves traffic.
 */
final class Onlookers {
    /** Mean looks between two false alarms of the detector. */
    private static final long MEAN_LOOKS = 2_000;
    private static final long SEED = 1;
    private static final int DRIFTS_SHOWN = 5;

    private final List<Judge> judges;
    private final int[] fired;
    private final long[] first;
    private final Map<String, HoldbackDetector> detectors = new LinkedHashMap<>();
    private final List<LookCounts> looks = new ArrayList<>();
    private final LookForest forest = new LookForest(SEED);
    private LookForest.Rank rank = new LookForest.Rank(0, 1, 0);
    private Optional<RequestWatch> requests = Optional.empty();

    Onlookers(CanarySettings settings) {
        this.judges = List.of(new FixedThresholds(settings, Window.LAST),
                new FixedThresholds(settings, Window.CUMULATIVE), new WeightedRisk(settings));
        this.fired = new int[judges.size()];
        this.first = new long[judges.size()];
        for (MetricSettings metric : settings.metrics()) {
            if (metric.kind() instanceof MetricKind.Rate
                    && !(metric.limits().rollbackBeyond() instanceof Boundary.OddsRatio)) {
                detectors.put(metric.name(), new HoldbackDetector(metric, MEAN_LOOKS));
            }
        }
    }

    void look(LookCounts look) {
        looks.add(look);
        rank = forest.look(look);
        for (int j = 0; j < judges.size(); j++) {
            if (judges.get(j).judge(looks).rollback()) {
                fired[j]++;
                first[j] = first[j] == 0 ? look.index() : first[j];
            }
        }
        for (MetricCounts counts : look.metrics()) {
            HoldbackDetector detector = detectors.get(counts.metric());
            if (detector != null) {
                detector.record(Arm.CANARY, counts.canary().bad(), counts.canary().n());
                detector.record(Arm.STABLE, counts.stable().bad(), counts.stable().n());
                detector.closeLook();
            }
        }
    }

    /** What requests looked like since the last look. The profile is asked for once, when there is something to compare. */
    void requests(List<Sighting> sightings, Supplier<Optional<ReferenceProfile>> profile, Instant at) {
        if (requests.isEmpty() && sightings.isEmpty()) {
            return;
        }
        if (requests.isEmpty()) {
            requests = Optional.of(new RequestWatch(profile.get(), SEED, at));
        }
        requests.get().look(sightings, at);
    }

    /** What is remembered of the requests' looks, if any was seen. */
    Optional<Blob> remembered(RecordJson json) {
        return requests.map(watch -> Blob.of(watch.snapshot(json)));
    }

    /** Goes on from what was remembered. */
    void resume(RequestWatch watch) {
        requests = Optional.of(watch);
    }

    LookForest.Rank rank() {
        return rank;
    }

    Optional<AgentStatus.Requests> requests() {
        return requests.map(watch -> new AgentStatus.Requests(watch.units(), watch.findings(DRIFTS_SHOWN)));
    }

    List<AgentStatus.UsualRule> usualRules() {
        List<AgentStatus.UsualRule> rules = new ArrayList<>();
        for (int j = 0; j < judges.size(); j++) {
            rules.add(new AgentStatus.UsualRule(judges.get(j).name(), looks.size(), fired[j], first[j]));
        }
        return rules;
    }

    List<AgentStatus.Holdback> holdback() {
        return detectors.entrySet().stream().map(each -> new AgentStatus.Holdback(each.getKey(),
                each.getValue().value().toDouble(), StrictMath.log(MEAN_LOOKS), each.getValue().alarms())).toList();
    }
}
