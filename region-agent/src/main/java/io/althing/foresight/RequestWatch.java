package io.althing.foresight;

import io.althing.canary.Arm;
import io.althing.canary.Boundary;
import io.althing.canary.CanaryAnalysis;
import io.althing.canary.CanarySettings;
import io.althing.canary.Direction;
import io.althing.canary.Limits;
import io.althing.canary.LongSet;
import io.althing.canary.MetricKind;
import io.althing.canary.MetricSettings;
import io.althing.canary.ReferenceDrift;
import io.althing.canary.ReferenceProfile;
import io.althing.canary.Standing;
import io.althing.canary.StepStart;
import io.althing.telemetry.Sighting;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a rollout's requests look like: whether the canary scores otherwise than stable, whether its requests are more unusual than
 * stable's (a random cut forest), and whether features and scores have moved away from what training showed. Each by bets that may be read
 * after every look. Each unit counts once. Not thread-safe.
 *
 * <p>A sketch of the reference profile named {@code INPUT[3]} is of the fourth number of input INPUT; one named {@code score} of the
 * largest number of the first output.
 */
public final class RequestWatch {
    private static final String SCORE = "score";
    private static final String ANOMALY = "anomaly";
    private static final int MOST_UNITS = 1 << 17;

    private final CanaryAnalysis arms;
    private final Map<String, ReferenceDrift> drifts = new LinkedHashMap<>();
    private final LongSet units = new LongSet();
    private final long seed;
    private Optional<AnomalyWitness> witness = Optional.empty();
    private int features;
    private long seen;

    /**
     * What is shown of one comparison.
     *
     * @param quantity {@code score} and {@code anomaly} compare the arms; {@code training: …} a quantity with training
     * @param logEvidence ln of the largest evidence so far; without a difference it ever reaches ln E with probability at most 1/E
     * @param distance how far it has moved, as a population stability index; 0 where the arms are compared
     */
    public record Finding(String quantity, double logEvidence, double distance) {}

    /**
     * Begins.
     *
     * @param profile what training showed of the canary, if that is known
     */
    public RequestWatch(Optional<ReferenceProfile> profile, long seed, Instant at) {
        this.seed = seed;
        Limits any = new Limits(Boundary.ZERO, Optional.empty(), Optional.empty());
        this.arms = new CanaryAnalysis(CanarySettings.of(
                new MetricSettings(SCORE, new MetricKind.Distribution(BigDecimal.ZERO, BigDecimal.ONE),
                        Direction.INCREASE, any, Standing.ordinary()),
                new MetricSettings(ANOMALY, new MetricKind.Quantile(new BigDecimal("0.9")), Direction.INCREASE, any,
                        Standing.ordinary())));
        arms.beginStep(new StepStart(1, 0, at));
        profile.ifPresent(p -> p.sketches().forEach(sketch -> drifts.put(sketch.name(), new ReferenceDrift(sketch))));
    }

    /** Takes a look at what was seen since the last. */
    public void look(List<Sighting> sightings, Instant at) {
        List<double[]> learn = new ArrayList<>();
        for (Sighting sighting : sightings) {
            long unit = LongSet.hash(sighting.unit());
            if (units.size() < MOST_UNITS && !units.contains(unit)) {
                units.add(unit);
                seen++;
                compare(sighting, at).ifPresent(learn::add);
            }
        }
        arms.closeLook(at);
        witness.ifPresent(forest -> {
            learn.forEach(forest::stable);
            forest.closeLook();
        });
        drifts.values().forEach(ReferenceDrift::evidence);
    }

    /** Compares one request; gives back its features if they are stable's and to be learned. */
    private Optional<double[]> compare(Sighting sighting, Instant at) {
        double[] row = sighting.sight().features().stream().mapToDouble(Double::doubleValue).toArray();
        if (witness.isEmpty()) {
            features = row.length;
            witness = Optional.of(new AnomalyWitness(features, seed));
        }
        OptionalDouble score = sighting.sight().score();
        score.ifPresent(s -> arms.observe(sighting.unit(), sighting.arm(), SCORE, s, at));
        boolean fits = row.length == features;
        if (fits && witness.get().ready()) {
            arms.observe(sighting.unit(), sighting.arm(), ANOMALY, witness.get().score(row), at);
        }
        if (sighting.arm() == Arm.CANARY) {
            score.ifPresent(s -> drift(SCORE, s));
            for (int i = 0; i < row.length; i++) {
                drift(sighting.sight().input() + "[" + i + "]", row[i]);
            }
        }
        return fits && sighting.arm() == Arm.STABLE ? Optional.of(row) : Optional.empty();
    }

    private void drift(String quantity, double value) {
        ReferenceDrift drift = drifts.get(quantity);
        if (drift != null) {
            drift.observe(value);
        }
    }

    /** Units seen. */
    public long units() {
        return seen;
    }

    /** The comparisons between the arms, then those with training, strongest first, at most this many. */
    public List<Finding> findings(int most) {
        List<Finding> findings = new ArrayList<>();
        for (String metric : List.of(SCORE, ANOMALY)) {
            findings.add(new Finding(metric, arms.evidence().of(metric).peak().rollback().toDouble(), 0));
        }
        drifts.values().stream().sorted((a, b) -> b.peak().compareTo(a.peak())).limit(most)
                .forEach(drift -> findings.add(new Finding("training: " + drift.reference().name(),
                        drift.peak().toDouble(), drift.distance().psi())));
        return findings;
    }
}
