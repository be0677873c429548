package io.althing.canary;

import io.althing.registry.evidence.EvidenceCombination;
import io.althing.registry.evidence.LogWealth;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Judges one canary in one region. Feed it counts or single observations, close a look whenever convenient, read the
 * verdict. However often one looks, a harmless canary is rolled back with probability at most {@code alpha.rollback} and
 * one harmful beyond its margins promoted with probability at most {@code alpha.promote}.
 *
 * <p>
 * Counts must be of independent units: what routing randomises. Not thread-safe; no clock, so times are arguments.
 */
public final class CanaryAnalysis {

    private static final int FORMAT = 3;

    private final CanarySettings settings;
    private final Map<String, MetricProcess> metrics = new LinkedHashMap<>();
    private final SampleRatio ratio = new SampleRatio();
    private final UnitLedgers ledger;
    private long looks;
    private int step;
    private int weight;
    private long arrivals;
    private Optional<Instant> startedAt = Optional.empty();
    private LogWealth peak = LogWealth.ONE;

    /** Nothing seen yet. */
    public CanaryAnalysis(CanarySettings settings) {
        this.settings = settings;
        for (MetricSettings metric : settings.metrics()) {
            metrics.put(metric.name(), new MetricProcess(metric, metrics.size(), settings.tuning()));
        }
        List<MetricProcess> inOrder = List.copyOf(metrics.values());
        this.ledger = new UnitLedgers(settings, entry -> inOrder.get(entry.metric()).enter(entry));
    }

    /** What it judges by. */
    public CanarySettings settings() {
        return settings;
    }

    /**
     * Tells what stable showed before the rollout. Improves the first looks; proves nothing by itself.
     *
     * @throws IllegalArgumentException
     *             if there is no such metric or the counts are off its grid
     */
    public void history(String metric, ArmCounts stable) {
        process(metric).history(stable);
    }

    /** Starts a step. Observations of a look not yet closed are dropped: close it first. */
    public void beginStep(StepStart start) {
        if (startedAt.isEmpty()) {
            startedAt = Optional.of(start.at());
        }
        step = start.step();
        weight = start.weight();
        ratio.newStep(start.routed() / (double) StepStart.FULL);
        metrics.values().forEach(MetricProcess::newStep);
    }

    /**
     * Counts units routed to an arm, for the check of the sample ratio. If this is never called, the observations of the
     * metric with the most of them are taken.
     */
    public void arrivals(Arm arm, long units) {
        arrivals += units;
        ratio.arrive(arm == Arm.CANARY ? units : 0, arm == Arm.STABLE ? units : 0);
    }

    /**
     * Counts a batch of a rate.
     *
     * @param bad
     *            how many of the {@code n} were harmful: errors, or wrong answers for an accuracy
     * @throws IllegalArgumentException
     *             if there is no such rate or not 0 ≤ bad ≤ n
     */
    public void record(Arm arm, String metric, long bad, long n) {
        if (bad < 0 || bad > n) {
            throw new IllegalArgumentException(
                    "metric " + metric + ": bad must lie between 0 and n, was " + bad + " of " + n);
        }
        MetricProcess process = process(metric);
        if (!(process.settings().kind() instanceof MetricKind.Rate)) {
            throw new IllegalArgumentException("metric " + metric + " is not a rate; observe its values instead");
        }
        process.addRate(arm, bad, n);
    }

    /**
     * Counts one value.
     *
     * @param value
     *            in the metric's own sense: 1 for an error, 1 for a right answer of an accuracy, milliseconds for latency
     */
    public void record(Arm arm, String metric, double value) {
        process(metric).add(arm, value);
    }

    /**
     * Says that a unit was routed to an arm; counts it for the check of the sample ratio. Saying it again changes
     * nothing; saying it of the other arm excludes the unit.
     */
    public void assign(String unit, Arm arm, Instant time) {
        if (ledger.assign(unit, arm, time)) {
            arrivals(arm, 1);
        }
    }

    /**
     * Counts a value of a unit, such as a user who comes back. Each unit gives each metric one value: a rate's or a
     * quantile's worst, else the latest; it enters when its look closes or, with a label window, at that age. Assigns the
     * unit if that was not said before. For a metric fed this way, do not count the same requests otherwise. Memory of units is
     * bounded by {@link Tuning#units()}; those beyond it are left out, whatever their arm and value.
     */
    public void observe(String unit, Arm arm, String metric, double value, Instant time) {
        MetricProcess process = process(metric);
        assign(unit, arm, time);
        ledger.observe(unit, process.position(), value, time);
    }

    /** Units left out because too many waited for their labels, whatever their arm. */
    public long unitsLeftOut() {
        return ledger.leftOut();
    }

    /**
     * A counter of one rate that shows the evidence after every request.
     *
     * @throws IllegalArgumentException
     *             if there is no such rate
     */
    public RateCounter counter(String metric) {
        MetricProcess process = process(metric);
        if (!(process.settings().kind() instanceof MetricKind.Rate)) {
            throw new IllegalArgumentException("metric " + metric + " is not a rate; observe its values instead");
        }
        return new RateCounter(process, () -> weight / (double) StepStart.FULL);
    }

    /**
     * Counts equal values of a quantile, mean or distribution.
     *
     * @param count
     *            how many, at least 0
     */
    public void record(Arm arm, String metric, double value, long count) {
        if (count < 0) {
            throw new IllegalArgumentException("metric " + metric + ": count must be at least 0, was " + count);
        }
        process(metric).add(arm, value, count);
    }

    /**
     * Counts labels that were waited for elsewhere, so that uneven labelling is noticed.
     *
     * @param labelled
     *            how many of the {@code entered} units had their label in time
     */
    public void labels(Arm arm, String metric, long labelled, long entered) {
        if (labelled < 0 || labelled > entered) {
            throw new IllegalArgumentException("metric " + metric + ": labelled must lie between 0 and entered, was "
                    + labelled + " of " + entered);
        }
        process(metric).labelGuard().count(arm, labelled, entered);
    }

    /** Counts what another region, or a recording, saw. */
    public void record(MetricCounts counts) {
        MetricProcess process = process(counts.metric());
        process.add(Arm.CANARY, counts.canary());
        process.add(Arm.STABLE, counts.stable());
    }

    /** Closes the look and says what all evidence so far means. */
    public Look closeLook(Instant time) {
        if (startedAt.isEmpty()) {
            startedAt = Optional.of(time);
        }
        looks++;
        ledger.close(time);
        boolean silent = metrics.values().stream().noneMatch(m -> m.settings().gating() && m.open(Arm.CANARY) > 0);
        if (arrivals == 0) {
            countObservations();
        }
        List<MetricCounts> counts = new ArrayList<>();
        metrics.values().forEach(m -> counts.add(m.close(weight / (double) StepStart.FULL)));
        Evidence evidence = evidence();
        Look.Totals totals = totals();
        Duration elapsed = Duration.between(startedAt.get(), time);
        Verdict verdict = new Judgement(settings, evidence, totals)
                .verdict(new Judgement.Circumstances(ratio, unevenLabels(), elapsed, silent));
        return new Look(time, new LookCounts(looks, step, weight, counts), totals, verdict, evidence);
    }

    private Optional<String> unevenLabels() {
        return metrics.values().stream().filter(m -> m.labelGuard().unevenBeyondDoubt()).map(m -> m.settings().name())
                .findFirst();
    }

    private void countObservations() {
        long canary = 0;
        long stable = 0;
        for (MetricProcess metric : metrics.values()) {
            if (metric.open(Arm.CANARY) + metric.open(Arm.STABLE) > canary + stable) {
                canary = metric.open(Arm.CANARY);
                stable = metric.open(Arm.STABLE);
            }
        }
        ratio.arrive(canary, stable);
    }

    /** The evidence as of the last closed look. */
    public Evidence evidence() {
        List<MetricEvidence> all = metrics.values().stream().map(MetricProcess::evidence).toList();
        List<LogWealth> gating = new ArrayList<>();
        List<Long> shares = new ArrayList<>();
        Optional<String> attributed = Optional.empty();
        double most = Double.NEGATIVE_INFINITY;
        for (MetricEvidence metric : all) {
            MetricSettings its = process(metric.metric()).settings();
            if (its.gating()) {
                gating.add(metric.rollback().mixture());
                shares.add(its.standing().share().movePointRight(9).longValue());
                double part = StrictMath.log(its.standing().share().doubleValue())
                        + metric.rollback().mixture().toDouble();
                if (part > most) {
                    most = part;
                    attributed = Optional.of(metric.metric());
                }
            }
        }
        LogWealth rollback = EvidenceCombination.weighted(gating, shares);
        peak = rollback.atLeast(peak) ? rollback : peak;
        return new Evidence(looks, all, rollback, peak, attributed);
    }

    private Look.Totals totals() {
        long canary = 0;
        long stable = 0;
        for (MetricProcess metric : metrics.values()) {
            if (metric.settings().gating()) {
                canary = Math.max(canary, metric.step(Arm.CANARY));
                stable = Math.max(stable, metric.step(Arm.STABLE));
            }
        }
        return new Look.Totals(metrics.values().stream().map(MetricProcess::cumulative).toList(), canary, stable);
    }

    private MetricProcess process(String metric) {
        MetricProcess process = metrics.get(metric);
        if (process == null) {
            throw new IllegalArgumentException("no metric " + metric + " in this analysis; it has " + metrics.keySet());
        }
        return process;
    }

    /** The whole state. Restoring it and going on gives the same bits as never having stopped. */
    public byte[] snapshot() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeLong(looks);
            out.writeInt(step);
            out.writeInt(weight);
            out.writeLong(arrivals);
            Times.write(startedAt, out);
            out.writeLong(peak.nanoNats());
            ratio.save(out);
            ledger.save(out);
            for (MetricProcess metric : metrics.values()) {
                metric.save(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Continues from a snapshot taken under the same settings.
     *
     * @throws IllegalArgumentException
     *             if the bytes are not such a snapshot
     */
    public static CanaryAnalysis restore(CanarySettings settings, byte[] snapshot) {
        CanaryAnalysis analysis = new CanaryAnalysis(settings);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(snapshot))) {
            if (in.readByte() != FORMAT) {
                throw new IllegalArgumentException("snapshot of the canary analysis has an unknown format");
            }
            analysis.load(in);
            if (in.read() >= 0) {
                throw new IllegalArgumentException("snapshot of the canary analysis does not fit its settings");
            }
        } catch (IOException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("snapshot of the canary analysis does not fit its settings", e);
        }
        return analysis;
    }

    private void load(DataInputStream in) throws IOException {
        looks = in.readLong();
        step = in.readInt();
        weight = in.readInt();
        arrivals = in.readLong();
        startedAt = Times.readOptional(in);
        peak = new LogWealth(in.readLong());
        ratio.load(in);
        ledger.load(in);
        for (MetricProcess metric : metrics.values()) {
            metric.load(in);
        }
    }
}
