package io.althing.demo.traffic;

import io.althing.client.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Every request so far; of very many, the latest. Thread-safe. */
public final class TrafficLog {
    private static final int MOST = 500_000;

    private final Queue<Sample> samples = new ConcurrentLinkedQueue<>();
    private final AtomicLong added = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong labelsRefused = new AtomicLong();

    void add(Sample sample) {
        samples.add(sample);
        if (added.incrementAndGet() > MOST) {
            samples.poll();
        }
        if (sample.failed()) {
            failed.incrementAndGet();
        }
    }

    void labelRefused() {
        labelsRefused.incrementAndGet();
    }

    /** All of them, in the order of their answers. */
    public List<Sample> all() {
        return samples.stream().sorted(Comparator.comparing(Sample::answeredAt)).toList();
    }

    /** How many there are. */
    public long size() {
        return added.get();
    }

    /** How many users got no answer. */
    public long failed() {
        return failed.get();
    }

    /** How many labels a gateway did not take. */
    public long labelsRefused() {
        return labelsRefused.get();
    }

    /** Why requests failed, each reason once. */
    public List<String> failures() {
        return samples.stream().filter(Sample::failed).map(s -> s.region() + ": " + s.failure()).distinct().limit(10)
                .toList();
    }

    /** The answers by a version. */
    public Stream<Sample> by(String version) {
        return samples.stream().filter(s -> s.version().equals(version));
    }

    /** When the last answer by a version came, anywhere. */
    public Optional<Instant> lastAnswerBy(String version) {
        return by(version).map(Sample::answeredAt).max(Comparator.naturalOrder());
    }

    /** Share of right answers by a version, 0 to 1; empty without answers. */
    public Optional<Double> accuracy(String version) {
        List<Sample> answers = by(version).toList();
        return answers.isEmpty()
                ? Optional.empty()
                : Optional.of(answers.stream().filter(Sample::correct).count() / (double) answers.size());
    }

    /** Writes one JSON object a line. */
    public void write(Path file) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (Sample s : all()) {
                out.write(Json.object().put("region", s.region().value()).put("sentAt", s.sentAt().toString())
                        .put("answeredAt", s.answeredAt().toString()).put("user", s.user()).put("digit", s.digit())
                        .put("version", s.version()).put("arm", s.arm()).put("correct", s.correct())
                        .put("failure", s.failure()).toString());
                out.newLine();
            }
        }
    }
}
