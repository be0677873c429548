package io.althing.agent;

import io.althing.canary.CanaryAnalysis;
import io.althing.canary.CanarySettings;
import io.althing.canary.EvidenceReplay;
import io.althing.canary.Look;
import io.althing.canary.LookCounts;
import io.althing.canary.MetricCounts;
import io.althing.canary.StepStart;
import io.althing.codec.RecordJson;
import io.althing.policy.Judging;
import io.althing.registry.Blob;
import io.althing.foresight.RequestWatch;
import io.althing.foresight.Trace;
import io.althing.registry.ModelName;
import io.althing.registry.Region;
import io.althing.registry.RegionEvidence;
import io.althing.registry.RegionPolicy;
import io.althing.registry.RolloutId;
import io.althing.registry.evidence.LogWealth;
import io.althing.telemetry.ArmWindows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One rollout before one region's judge: looks taken at the policy's interval, and the path the evidence took.
 *
 * <p>Labels of requests routed under an earlier weight still come in for a label window after the weight changed. For so long the
 * looks are taken without a declared weight, where bets are fair by the look's own totals. Not thread-safe.
 */
final class Judge {
    /** What is judged, where, and by which policy. */
    record Matter(ModelName model, RolloutId rollout, Region region, RegionPolicy policy) {}

    private final Matter matter;
    private final CanaryAnalysis analysis;
    private final List<LookCounts> looks;
    private final long earlierLooks;
    private final List<AgentStatus.Point> path = new ArrayList<>();
    private final List<LogWealth> wealth = new ArrayList<>();
    private final Onlookers onlookers;
    private Optional<Look> last = Optional.empty();
    private Optional<Long> settleAt = Optional.empty();
    private int step = -1;
    private int weight;
    private Observations.Counting counting = Observations.Counting.UNITS;
    private long since;
    private long nextLook;
    private boolean closed;
    private Basis basis = Basis.WHOLE;

    /** @param earlierLooks looks at this rollout that were reported by somebody who does not remember them */
    Judge(Matter matter, long earlierLooks) {
        this(matter, new CanaryAnalysis(Judging.settings(matter.policy())), List.of(), earlierLooks);
    }

    private Judge(Matter matter, CanaryAnalysis analysis, List<LookCounts> looks, long earlierLooks) {
        this.matter = matter;
        this.analysis = analysis;
        this.looks = new ArrayList<>(looks);
        this.earlierLooks = earlierLooks;
        this.onlookers = new Onlookers(analysis.settings());
        for (Look seen : EvidenceReplay.replay(analysis.settings(), List.of(), looks)) {
            wealth.add(seen.evidence().rollback());
            path.add(point(EvidenceReport.of(matter.policy(), seen, earlierLooks + seen.counts().index())));
            onlookers.look(seen.counts());
        }
    }

    /**
     * What a judge must remember to go on after a restart.
     *
     * @param requests what requests looked like, a {@link io.althing.foresight.RequestWatch}
     */
    record Memory(int schema, RolloutId rollout, Blob analysis, List<LookCounts> looks, long earlierLooks,
            Optional<Blob> requests) {
        /** Copies the list. */
        Memory {
            looks = List.copyOf(looks);
        }
    }

    /**
     * Goes on from a memory.
     *
     * @throws IllegalArgumentException if it is of another rollout or policy
     */
    static Judge resume(Matter matter, Memory memory, RecordJson json) {
        if (!memory.rollout().equals(matter.rollout())) {
            throw new IllegalArgumentException("the memory is of rollout " + memory.rollout());
        }
        CanarySettings settings = Judging.settings(matter.policy());
        Judge judge = new Judge(matter, CanaryAnalysis.restore(settings, memory.analysis().bytes()), memory.looks(),
                memory.earlierLooks());
        memory.requests().ifPresent(seen -> judge.onlookers.resume(RequestWatch.restore(json, seen.bytes())));
        return judge;
    }

    Memory memory(RecordJson json) {
        return new Memory(2, matter.rollout(), Blob.of(analysis.snapshot()), looks, earlierLooks,
                onlookers.remembered(json));
    }

    Matter matter() {
        return matter;
    }

    /** What the looks from the next step on are made of. */
    void counts(Observations.Counting what) {
        counting = what;
    }

    /** A weight came into force. */
    void enter(int newStep, int newWeight, AgentTime now) {
        boolean first = looks.isEmpty() && step < 0;
        step = newStep;
        weight = newWeight;
        since = now.nanos();
        settleAt = first ? Optional.empty() : labelWindow().map(window -> now.nanos() + window.toNanos());
        nextLook = now.nanos() + Duration.ofMillis(matter.policy().analysis().intervalMillis()).toNanos();
        begin(now);
    }

    private void begin(AgentTime now) {
        int declared = settleAt.isPresent() ? 0 : weight;
        analysis.beginStep(switch (counting) {
            case UNITS -> new StepStart(step, declared, now.wall());
            case REQUESTS_OF_KNOWN_UNITS -> new StepStart(step, 0, declared, now.wall());
            case REQUESTS -> new StepStart(step, 0, now.wall());
        });
    }

    private Optional<Duration> labelWindow() {
        return matter.policy().analysis().metrics().stream().flatMap(m -> m.labelWindowMillis().stream())
                .max(Long::compare).map(Duration::ofMillis);
    }

    /** Whether a look is due. */
    boolean due(AgentTime now) {
        return !closed && step >= 0 && now.nanos() >= nextLook;
    }

    /** What a look rests on. A part is judged for harm, and nothing goes forward by it. */
    enum Basis {
        WHOLE, PART
    }

    /** Takes a look at all there is. */
    void look(ArmWindows windows, AgentTime now) {
        look(windows, Basis.WHOLE, now);
    }

    /** Takes a look. */
    void look(ArmWindows windows, Basis on, AgentTime now) {
        if (closed) {
            return;
        }
        basis = on;
        Feed.all(analysis, matter.policy(), windows);
        Look look = analysis.closeLook(now.wall());
        looks.add(look.counts());
        wealth.add(look.evidence().rollback());
        onlookers.look(look.counts());
        last = Optional.of(look);
        path.add(point(evidence()));
        nextLook = now.nanos() + Duration.ofMillis(matter.policy().analysis().intervalMillis()).toNanos();
        if (settleAt.filter(at -> now.nanos() >= at).isPresent()) {
            settleAt = Optional.empty();
            begin(now);
        }
    }

    private AgentStatus.Point point(RegionEvidence evidence) {
        return new AgentStatus.Point(evidence.look(), evidence.rollback().toDouble(), bound(),
                evidence.promote().toDouble());
    }

    /** No further looks: the region went back, or serves nothing but the new version. */
    void close() {
        closed = true;
    }

    private double bound() {
        return -StrictMath.log(matter.policy().analysis().alphaRollback().doubleValue());
    }

    private RegionEvidence evidence() {
        return last.map(look -> EvidenceReport.of(matter.policy(), look, earlierLooks + look.counts().index()))
                .orElseGet(() -> new RegionEvidence(0, LogWealth.ONE, LogWealth.ONE, List.of()));
    }

    Judged judged() {
        return new Judged(matter.model(), matter.rollout(), step, weight, since, evidence(),
                finding(), (finding() == Judged.Finding.PARTIAL ? "a part of the numbers cannot be had; " : "")
                        + last.map(look -> look.verdict().reason()).orElse("no look taken yet"),
                last.map(look -> look.totals().stepCanary()).orElse(0L),
                last.map(look -> look.totals().stepStable()).orElse(0L));
    }

    private Judged.Finding finding() {
        Judged.Finding found = last.map(look -> EvidenceReport.finding(look.verdict())).orElse(Judged.Finding.NONE);
        return switch (found) {
            case NONE, ROLLBACK, INVALID, PARTIAL -> found;
            case PROMOTE, CONTINUE, INCONCLUSIVE, NO_DATA -> basis == Basis.WHOLE ? found : Judged.Finding.PARTIAL;
        };
    }

    /** The looks' counts as they go with a conviction. */
    Blob lookCounts(RecordJson json) {
        return new LookRecord(LookRecord.SCHEMA, matter.rollout(), matter.region(), looks).blob(json);
    }

    List<AgentStatus.Point> path() {
        return List.copyOf(path);
    }

    /** The looks and their evidence, for the early warning. */
    Trace trace() {
        return new Trace(looks, wealth);
    }

    Onlookers onlookers() {
        return onlookers;
    }

    /** Both arms' counts so far, per metric. */
    List<MetricCounts> totals() {
        return last.map(look -> look.totals().cumulative()).orElse(List.of());
    }
}
