package io.althing.demo.report;

import io.althing.demo.report.Svg.Point;
import io.althing.demo.step.EvidenceLog;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** How often canary and stable did harm by one metric, look by look, in one region. */
final class ArmsChart {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 170;
    private static final double LEAST_TOP = 5;
    private static final String CANARY = Palette.version("v3");
    private static final String STABLE = Palette.version("v2");

    private ArmsChart() {}

    /** Percent of requests or answers that were harmful. */
    static String draw(List<EvidenceLog.Harm> harm) {
        double looks = Math.max(2, harm.stream().mapToLong(EvidenceLog.Harm::look).max().orElse(1));
        double most = harm.stream().mapToDouble(h -> Math.max(h.canary(), h.stable())).max().orElse(0);
        Svg svg = new Svg(WIDTH, HEIGHT);
        Axes axes = new Axes(new Axes.Box(60, 14, 680, 116), 0, looks, 0, Math.max(LEAST_TOP, most * 1.05));
        axes.draw(svg, "", " %");
        svg.text(new Point(400, HEIGHT - 4), "tick middle", "look");
        arm(svg, axes, harm, new Line("canary", CANARY, EvidenceLog.Harm::canary, 0));
        arm(svg, axes, harm, new Line("stable", STABLE, EvidenceLog.Harm::stable, 1));
        return svg.toString();
    }

    private record Line(String name, String color, ToDoubleFunction<EvidenceLog.Harm> of, int place) {}

    private static void arm(Svg svg, Axes axes, List<EvidenceLog.Harm> harm, Line line) {
        List<Point> points = harm.stream().map(h -> axes.at((double) h.look(), line.of().applyAsDouble(h))).toList();
        svg.path(points, line.color());
        points.forEach(point -> svg.dot(point, line.color()));
        double last = line.of().applyAsDouble(harm.getLast());
        svg.bar(new Point(748, 24 + line.place() * 20), 12, 12, line.color()).text(
                new Point(766, 34 + line.place() * 20), "legend",
                String.format(java.util.Locale.ROOT, "%s: %.1f %%", line.name(), last));
    }
}
