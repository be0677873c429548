package io.althing.demo.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes one SVG picture. Coordinates in pixels from the top left. */
final class Svg {
    private final StringBuilder body = new StringBuilder();
    private final int width;
    private final int height;

    /** A point of a line. */
    record Point(double x, double y) {}

    Svg(int width, int height) {
        this.width = width;
        this.height = height;
    }

    Svg line(Point from, Point to, String style) {
        return add("<line x1='%.1f' y1='%.1f' x2='%.1f' y2='%.1f' class='%s'/>", from.x(), from.y(), to.x(), to.y(),
                style);
    }

    Svg path(List<Point> points, String color) {
        return points.isEmpty()
                ? this
                : add("<polyline points='%s' fill='none' stroke='%s' stroke-width='2' stroke-linejoin='round'/>",
                        join(points), color);
    }

    Svg area(List<Point> outline, String color) {
        return add("<polygon points='%s' fill='%s'/>", join(outline), color);
    }

    Svg bar(Point corner, double barWidth, double barHeight, String color) {
        return add("<rect x='%.1f' y='%.1f' width='%.1f' height='%.1f' fill='%s' rx='2'/>", corner.x(), corner.y(),
                Math.max(0, barWidth), Math.max(0, barHeight), color);
    }

    Svg dot(Point at, String color) {
        return add("<circle cx='%.1f' cy='%.1f' r='4' fill='%s'/>", at.x(), at.y(), color);
    }

    Svg text(Point at, String style, String text) {
        return add("<text x='%.1f' y='%.1f' class='%s'>%s</text>", at.x(), at.y(), style, escape(text));
    }

    private Svg add(String format, Object... values) {
        body.append(String.format(Locale.ROOT, format, values)).append('\n');
        return this;
    }

    private static String join(List<Point> points) {
        return points.stream().map(p -> String.format(Locale.ROOT, "%.1f,%.1f", p.x(), p.y()))
                .collect(Collectors.joining(" "));
    }

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("'", "&#39;");
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "<svg viewBox='0 0 %d %d' width='%d' height='%d' role='img'>%n", width,
                height,
                width, height) + body + "</svg>\n";
    }
}
