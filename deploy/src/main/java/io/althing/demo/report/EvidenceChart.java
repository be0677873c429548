package io.althing.demo.report;

import io.althing.demo.report.Svg.Point;
import io.althing.demo.step.EvidenceLog;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** How evidence grew look by look in each region, and the bound at which it decides. */
final class EvidenceChart {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 260;

    private EvidenceChart() {}

    /** Evidence of harm. */
    static String harm(Map<String, List<EvidenceLog.Point>> byRegion) {
        return draw(byRegion, EvidenceLog.Point::logRollback, EvidenceLog.Point::bound);
    }

    private static String draw(Map<String, List<EvidenceLog.Point>> byRegion, ToDoubleFunction<EvidenceLog.Point> of,
            ToDoubleFunction<EvidenceLog.Point> boundOf) {
        List<EvidenceLog.Point> all = byRegion.values().stream().flatMap(List::stream).toList();
        if (all.isEmpty()) {
            return "<p class='note'>No look was taken.</p>";
        }
        double looks = Math.max(2, all.stream().mapToLong(EvidenceLog.Point::look).max().orElse(1));
        double bound = all.stream().mapToDouble(boundOf).max().orElse(0);
        double top = Math.max(bound * 1.3, all.stream().mapToDouble(of).max().orElse(0) * 1.05);
        double bottom = Math.min(0, Math.max(-top / 2, all.stream().mapToDouble(of).min().orElse(0)));
        Svg svg = new Svg(WIDTH, HEIGHT);
        Axes axes = new Axes(new Axes.Box(60, 20, 680, 200), 0, looks, bottom, Math.max(1, top));
        axes.draw(svg, "", "");
        svg.text(new Point(400, HEIGHT - 4), "tick middle", "look");
        svg.line(axes.at(0, bound), axes.at(looks, bound), "bound");
        svg.text(new Point(748, axes.at(0, bound).y() + 4), "bound-label",
                String.format(java.util.Locale.ROOT, "bound %.2f: convicted", bound));
        int place = 0;
        for (Map.Entry<String, List<EvidenceLog.Point>> region : byRegion.entrySet()) {
            String color = Palette.region(place);
            List<Point> line = region.getValue().stream().map(p -> axes.at((double) p.look(), of.applyAsDouble(p)))
                    .toList();
            svg.path(line, color);
            line.forEach(point -> svg.dot(point, color));
            String legend = region.getKey() + last(region.getValue(), of)
                    .map(v -> String.format(java.util.Locale.ROOT, ": %.2f", v)).orElse(": no look");
            svg.bar(new Point(748, 24 + place * 20), 12, 12, color).text(new Point(766, 34 + place * 20), "legend",
                    legend);
            place++;
        }
        return svg.toString();
    }

    private static Optional<Double> last(List<EvidenceLog.Point> points, ToDoubleFunction<EvidenceLog.Point> of) {
        return points.isEmpty() ? Optional.empty() : Optional.of(of.applyAsDouble(points.getLast()));
    }
}
