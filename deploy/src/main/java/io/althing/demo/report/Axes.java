package io.althing.demo.report;

import io.althing.demo.report.Svg.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A plot's frame: data to pixels, with grid lines and their labels.
 *
 * @param box where the plot is
 * @param fromX smallest and largest value of x, likewise of y
 */
record Axes(Box box, double fromX, double toX, double fromY, double toY) {
    private static final int TICKS = 5;

    /** A rectangle of pixels. */
    record Box(double left, double top, double width, double height) {
        double right() {
            return left + width;
        }

        double bottom() {
            return top + height;
        }
    }

    Point at(double x, double y) {
        double clamped = Math.max(fromY, Math.min(toY, y));
        return new Point(box.left() + (x - fromX) / (toX - fromX) * box.width(),
                box.bottom() - (clamped - fromY) / (toY - fromY) * box.height());
    }

    /** Draws the grid; {@code unitX} and {@code unitY} follow the numbers. */
    void draw(Svg svg, String unitX, String unitY) {
        for (double y : ticks(fromY, toY)) {
            svg.line(at(fromX, y), at(toX, y), "grid");
            Point left = at(fromX, y);
            svg.text(new Point(left.x() - 6, left.y() + 4), "tick end", number(y) + unitY);
        }
        for (double x : ticks(fromX, toX)) {
            Point bottom = at(x, fromY);
            svg.text(new Point(bottom.x(), bottom.y() + 16), "tick middle", number(x) + unitX);
        }
    }

    /** Round numbers between the ends: steps of 1, 2, 2.5 or 5 times a power of ten, about as many as asked for. */
    private static List<Double> ticks(double from, double to) {
        double raw = (to - from) / TICKS;
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double step = 10 * power;
        for (double nice : List.of(5.0, 2.5, 2.0, 1.0)) {
            step = nice * power >= raw ? nice * power : step;
        }
        List<Double> ticks = new ArrayList<>();
        for (double tick = Math.ceil(from / step) * step; tick <= to + step / 1000; tick += step) {
            ticks.add(tick);
        }
        return ticks;
    }

    private static String number(double value) {
        return Math.abs(value - Math.rint(value)) < 0.05
                ? Long.toString(Math.round(value))
                : String.format(Locale.ROOT, "%.1f", value);
    }
}
