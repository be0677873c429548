package io.althing.demo.report;

import io.althing.demo.report.Svg.Point;
import io.althing.demo.traffic.Sample;
import io.althing.registry.Region;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which version answered what share of a region's users, over time; and how often each version was right. */
final class ShareChart {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 190;
    private static final Axes.Box BOX = new Axes.Box(60, 24, 820, 130);
    private static final long SLICE_MILLIS = 500;
    private static final long ACCURACY_MILLIS = 2000;
    private static final int FEW = 10;

    private final List<Sample> samples;
    private final Instant from;
    private final double seconds;

    ShareChart(List<Sample> samples, Instant from, Instant to) {
        this.samples = samples;
        this.from = from;
        this.seconds = Math.max(1, Duration.between(from, to).toMillis() / 1000.0);
    }

    private static final class Slice {
        final Map<String, int[]> answers = new TreeMap<>();

        void add(Sample sample) {
            int[] counts = answers.computeIfAbsent(sample.version(), v -> new int[2]);
            counts[0]++;
            counts[1] += sample.correct() ? 1 : 0;
        }

        int all() {
            return answers.values().stream().mapToInt(c -> c[0]).sum();
        }

        double share(String version) {
            int[] counts = answers.getOrDefault(version, new int[2]);
            return all() == 0 ? 0 : 100.0 * counts[0] / all();
        }
    }

    private static Map<Long, Slice> slices(List<Sample> samples, Instant from, long millis) {
        Map<Long, Slice> slices = new TreeMap<>();
        samples.stream().filter(s -> !s.failed()).forEach(s -> slices
                .computeIfAbsent(Duration.between(from, s.answeredAt()).toMillis() / millis, k -> new Slice()).add(s));
        return slices;
    }

    /** A stacked area for one region. */
    String share(Region region) {
        Map<Long, Slice> slices = slices(samples.stream().filter(s -> s.region().equals(region)).toList(), from,
                SLICE_MILLIS);
        Svg svg = new Svg(WIDTH, HEIGHT);
        Axes axes = new Axes(BOX, 0, seconds, 0, 100);
        svg.text(new Point(BOX.left(), 14), "title", region.value());
        Map<Long, Double> below = new TreeMap<>();
        for (String version : Palette.VERSIONS) {
            List<Point> top = new ArrayList<>();
            List<Point> bottom = new ArrayList<>();
            slices.forEach((slice, counts) -> {
                double x = slice * SLICE_MILLIS / 1000.0;
                double start = below.getOrDefault(slice, 0.0);
                bottom.addFirst(axes.at(x, start));
                top.add(axes.at(x, start + counts.share(version)));
                below.put(slice, start + counts.share(version));
            });
            top.addAll(bottom);
            svg.area(top, Palette.version(version));
        }
        axes.draw(svg, " s", " %");
        return svg.toString();
    }

    /** One line for each version, all regions together. */
    String accuracy() {
        Svg svg = new Svg(WIDTH, HEIGHT + 40);
        Axes axes = new Axes(new Axes.Box(60, 24, 820, 170), 0, seconds, 0, 100);
        axes.draw(svg, " s", " %");
        Map<Long, Slice> slices = slices(samples, from, ACCURACY_MILLIS);
        for (String version : Palette.VERSIONS) {
            List<Point> line = new ArrayList<>();
            slices.forEach((slice, counts) -> {
                int[] answers = counts.answers.getOrDefault(version, new int[2]);
                if (answers[0] >= FEW) {
                    line.add(axes.at((slice + 0.5) * ACCURACY_MILLIS / 1000.0, 100.0 * answers[1] / answers[0]));
                }
            });
            svg.path(line, Palette.version(version));
            line.forEach(point -> svg.dot(point, Palette.version(version)));
        }
        return svg.toString();
    }
}
