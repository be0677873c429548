package io.althing.chaos.script;

import io.althing.chaos.history.History;
import io.althing.chaos.history.Line;
import io.althing.chaos.history.Operation;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Faults, who led, operations a second and their latency over the time of a run, as SVG. */
final class TimelineChart {
    private static final int WIDTH = 1000;
    private static final int LEFT = 120;
    private static final int LANE = 18;
    private static final int PLOT = 110;
    private static final int GAP = 26;
    private static final double SECOND = 1e9;

    private final History history;
    private final int seconds;
    private final StringBuilder svg = new StringBuilder();
    private int y = 14;

    private TimelineChart(History history) {
        this.history = history;
        long end = history.operations().stream().mapToLong(Operation::called).max().orElse(1);
        long healed = history.faults().stream().mapToLong(Line.FaultSpan::end).max().orElse(1);
        this.seconds = (int) Math.ceil(Math.max(end, healed) / SECOND) + 1;
    }

    static String of(History history) {
        var chart = new TimelineChart(history);
        chart.draw();
        return "<svg viewBox=\"0 0 " + WIDTH + " " + chart.y
                + "\" font-family=\"system-ui,sans-serif\" font-size=\"11\">"
                + chart.svg + "</svg>";
    }

    private void draw() {
        label("faults");
        for (Line.FaultSpan fault : history.faults()) {
            bar(fault.begin() / SECOND, fault.end() / SECOND, "#d9822b", fault.fault() + ": " + fault.detail());
            write(x(fault.end() / SECOND) + 4, y + 12, fault.fault(), "#8a4b0b");
            y += LANE;
        }
        y += GAP / 2;
        leaders();
        plot("operations/s: answered (green), not (red)", rate(true), rate(false));
        plot("write latency, ms: median (green), p99 (red)", latency(0.5), latency(0.99));
        axis();
    }

    private void leaders() {
        label("who leads");
        for (String node : nodes()) {
            write(4, y + 12, "   " + node, "#56616e");
            List<Line.Sample> samples = history.all(Line.Sample.class).stream().filter(s -> s.node().equals(node))
                    .toList();
            for (Line.Sample sample : samples) {
                double at = sample.at() / SECOND;
                bar(at, at + 0.22, sample.leads() ? "#2463a8" : "#d5e0ec", "term " + sample.term());
            }
            y += LANE;
        }
        y += GAP / 2;
    }

    private List<String> nodes() {
        return history.all(Line.Sample.class).stream().map(Line.Sample::node).distinct().sorted().toList();
    }

    private double[] rate(boolean good) {
        double[] all = new double[seconds];
        for (Operation o : history.operations()) {
            boolean answered = o.ok() || o.outcome() == Operation.Outcome.STALE;
            if (answered == good) {
                all[(int) Math.min(seconds - 1, o.called() / SECOND)]++;
            }
        }
        return all;
    }

    private double[] latency(double quantile) {
        double[] all = new double[seconds];
        for (int second = 0; second < seconds; second++) {
            int at = second;
            double[] sorted = history.operations().stream()
                    .filter(o -> o.writes() && o.ok() && (int) (o.called() / SECOND) == at)
                    .mapToDouble(o -> (o.returned() - o.called()) / 1e6).sorted().toArray();
            all[second] = sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, quantile * sorted.length)];
        }
        return all;
    }

    private void plot(String title, double[] strong, double[] faint) {
        double most = Math.max(1,
                Math.max(Arrays.stream(strong).max().orElse(1), Arrays.stream(faint).max().orElse(1)));
        write(4, y + 12, title, "#1c2733");
        write(LEFT - 46, y + 12 + GAP / 2, String.format(Locale.ROOT, "%.0f", most), "#56616e");
        line(strong, most, "#17703a");
        line(faint, most, "#b3261e");
        y += PLOT + GAP;
    }

    private void line(double[] values, double most, String color) {
        var points = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            points.append(
                    String.format(Locale.ROOT, "%.1f,%.1f ", x(i + 0.5), y + PLOT - values[i] / most * (PLOT - 20)));
        }
        svg.append("<polyline fill=\"none\" stroke-width=\"1.6\" stroke=\"").append(color).append("\" points=\"")
                .append(points).append("\"/>");
    }

    private void axis() {
        int step = seconds > 90 ? 20 : seconds > 40 ? 10 : 5;
        for (int second = 0; second <= seconds; second += step) {
            svg.append(
                    String.format(Locale.ROOT, "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"4\" y2=\"%d\" stroke=\"#e3e8ee\"/>",
                            x(second), x(second), y));
            write(x(second), y + 12, second + " s", "#56616e");
        }
        y += GAP;
    }

    private void label(String text) {
        write(4, y + 12, text, "#1c2733");
        if (text.equals("who leads")) {
            y += LANE;
        }
    }

    private void bar(double from, double to, String color, String tip) {
        svg.append(String.format(Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"><title>%s</title></rect>", x(from),
                y + 2, Math.max(1, x(to) - x(from)), LANE - 4, color, HtmlReport.text(tip)));
    }

    private void write(double x, int at, String text, String color) {
        svg.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%d\" fill=\"%s\" xml:space=\"preserve\">%s</text>",
                x, at,
                color, HtmlReport.text(text)));
    }

    private double x(double second) {
        return LEFT + second / seconds * (WIDTH - LEFT - 10);
    }
}
