package io.althing.canary;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Recomputes evidence from counts: what a region does with another region's looks, under its own settings, and an auditor
 * with anyone's.
 */
public final class EvidenceReplay {

    private EvidenceReplay() {}

    /**
     * The looks again, judged by the given settings. Metrics the settings do not name are ignored; metrics the counts do
     * not name stay without data.
     *
     * @param history
     *            what stable showed before the rollout, per metric; the canary's side is ignored
     * @param looks
     *            ascending by index
     * @return one look per argument; times count seconds from the epoch, one a look
     */
    public static List<Look> replay(CanarySettings settings, List<MetricCounts> history, List<LookCounts> looks) {
        CanaryAnalysis analysis = new CanaryAnalysis(settings);
        Set<String> known = settings.metrics().stream().map(MetricSettings::name).collect(Collectors.toSet());
        history.stream().filter(h -> known.contains(h.metric())).forEach(h -> analysis.history(h.metric(), h.stable()));
        List<Look> judged = new ArrayList<>();
        Instant time = Instant.EPOCH;
        boolean first = true;
        LookCounts before = new LookCounts(0, 0, 0, List.of());
        for (LookCounts look : looks) {
            if (first || look.step() != before.step() || look.weight() != before.weight()) {
                analysis.beginStep(new StepStart(look.step(), look.weight(), time));
            }
            look.metrics().stream().filter(m -> known.contains(m.metric())).forEach(analysis::record);
            time = time.plus(Duration.ofSeconds(1));
            judged.add(analysis.closeLook(time));
            before = look;
            first = false;
        }
        return judged;
    }
}
