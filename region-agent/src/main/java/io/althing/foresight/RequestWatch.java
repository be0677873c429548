package io.althing.foresight;

import io.althing.canary.Arm;
import io.althing.canary.Boundary;
import io.althing.canary.CanaryAnalysis;
import io.althing.canary.CanarySettings;
import io.althing.canary.Direction;
import io.althing.canary.Limits;
import io.althing.canary.CountedUnits;
import io.althing.canary.LongSet;
import io.althing.canary.MetricKind;
import io.althing.canary.MetricSettings;
import io.althing.canary.ReferenceDrift;
import io.althing.canary.ReferenceProfile;
import io.althing.canary.Standing;
import io.althing.canary.StepStart;
import io.althing.codec.RecordJson;
import io.althing.registry.Blob;
import io.althing.telemetry.Sighting;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * What a rollout's requests look like: whether the canary scores otherwise than stable, whether its requests are more unusual than
 * stable's (a random cut forest), and whether features and scores have moved away from what training showed. Each by bets that may be read
 * after every look. Each unit counts once. The forest learns from the first of stable's requests, about 128 KiB of them, and stays as it is
 * then; so what is remembered is bounded, and {@link #snapshot} holds all of it. Not thread-safe.
 *
 * <p>A sketch of the reference profile named {@code INPUT[3]} is of the fourth number of input INPUT; one named {@code score} of the
 * largest number of the first output.
 */
public final class RequestWatch {
    private static final String SCORE = "score";
    private static final String ANOMALY = "anomaly";
    private static final int UNIT_BYTES = 16 << 10;
    private static final int LEARNED_BYTES = 128 << 10;
    private static final int LEARNED_PER_LOOK = 128;
    private static final int FORMAT = 1;

    private final CanaryAnalysis arms;
    private final Map<String, ReferenceDrift> drifts = new LinkedHashMap<>();
    private final CountedUnits units = new CountedUnits(UNIT_BYTES);
    private final Optional<ReferenceProfile> profile;
    private final long seed;
    private final List<double[]> learned = new ArrayList<>();
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
        this(profile, seed, new CanaryAnalysis(settings()));
        arms.beginStep(new StepStart(1, 0, at));
    }

    private RequestWatch(Optional<ReferenceProfile> profile, long seed, CanaryAnalysis arms) {
        this.profile = profile;
        this.seed = seed;
        this.arms = arms;
        profile.ifPresent(p -> p.sketches().forEach(sketch -> drifts.put(sketch.name(), new ReferenceDrift(sketch))));
    }

    private static CanarySettings settings() {
        Limits any = new Limits(Boundary.ZERO, Optional.empty(), Optional.empty());
        return CanarySettings.of(
                new MetricSettings(SCORE, new MetricKind.Distribution(BigDecimal.ZERO, BigDecimal.ONE),
                        Direction.INCREASE, any, Standing.ordinary()),
                new MetricSettings(ANOMALY, new MetricKind.Quantile(new BigDecimal("0.9")), Direction.INCREASE, any,
                        Standing.ordinary()));
    }

    /** Takes a look at what was seen since the last. */
    public void look(List<Sighting> sightings, Instant at) {
        List<double[]> learn = new ArrayList<>();
        for (Sighting sighting : sightings) {
            long unit = LongSet.hash(sighting.unit());
            if (!units.contains(unit)) {
                units.add(unit);
                seen++;
                compare(sighting, at).ifPresent(learn::add);
            }
        }
        arms.closeLook(at);
        learn(learn);
        drifts.values().forEach(ReferenceDrift::evidence);
    }

    private void learn(List<double[]> rows) {
        int room = Math.max(2 * LEARNED_PER_LOOK, LEARNED_BYTES / (Float.BYTES * Math.max(1, features)))
                - learned.size();
        List<double[]> some = rows.subList(0, Math.min(rows.size(), Math.min(room, LEARNED_PER_LOOK)));
        learned.addAll(some);
        witness.ifPresent(forest -> {
            some.forEach(forest::stable);
            forest.closeLook();
        });
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

    /** The whole state. Restoring it and going on gives the same findings as never having stopped. */
    public byte[] snapshot(RecordJson json) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(bytes))) {
            out.writeByte(FORMAT);
            out.writeLong(seed);
            write(profile.map(p -> ReferenceBlob.write(json, p).bytes()).orElse(new byte[0]), out);
            write(arms.snapshot(), out);
            units.save(out);
            out.writeLong(seen);
            out.writeInt(features);
            out.writeInt(learned.size());
            for (double[] row : learned) {
                for (double feature : row) {
                    out.writeFloat((float) feature);
                }
            }
            for (ReferenceDrift drift : drifts.values()) {
                drift.save(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(byte[] part, DataOutputStream out) throws IOException {
        out.writeInt(part.length);
        out.write(part);
    }

    private static byte[] part(DataInputStream in) throws IOException {
        int length = in.readInt();
        byte[] part = in.readNBytes(Math.max(0, length));
        if (part.length != length) {
            throw new EOFException();
        }
        return part;
    }

    /**
     * Goes on from a snapshot.
     *
     * @throws IllegalArgumentException if the bytes are not one
     */
    public static RequestWatch restore(RecordJson json, byte[] snapshot) {
        try (DataInputStream in = new DataInputStream(
                new InflaterInputStream(new ByteArrayInputStream(snapshot)))) {
            if (in.readByte() != FORMAT) {
                throw new IllegalArgumentException("the snapshot of what requests looked like has an unknown format");
            }
            long seed = in.readLong();
            byte[] profile = part(in);
            RequestWatch watch = new RequestWatch(
                    profile.length == 0 ? Optional.empty() : Optional.of(ReferenceBlob.read(json, Blob.of(profile))),
                    seed, CanaryAnalysis.restore(settings(), part(in)));
            watch.load(in);
            return watch;
        } catch (IOException | RecordJson.Problem e) {
            throw new IllegalArgumentException("the snapshot of what requests looked like is damaged", e);
        }
    }

    private void load(DataInputStream in) throws IOException {
        units.load(in);
        seen = in.readLong();
        features = in.readInt();
        int rows = in.readInt();
        if (features > 0) {
            witness = Optional.of(new AnomalyWitness(features, seed));
        }
        for (int r = 0; r < rows; r++) {
            double[] row = new double[features];
            for (int f = 0; f < features; f++) {
                row[f] = in.readFloat();
            }
            learned.add(row);
        }
        for (int from = 0; from < rows; from += LEARNED_PER_LOOK) {
            List<double[]> some = learned.subList(from, Math.min(rows, from + LEARNED_PER_LOOK));
            witness.ifPresent(forest -> {
                some.forEach(forest::stable);
                forest.closeLook();
            });
        }
        for (ReferenceDrift drift : drifts.values()) {
            drift.load(in);
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
