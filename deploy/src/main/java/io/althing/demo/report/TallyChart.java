package io.althing.demo.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.althing.demo.report.Svg.Point;

/** How a ballot was counted. */
final class TallyChart {
    private static final int UNIT = 120;

    private TallyChart() {}

    /** @param settled the event that settled it */
    static String draw(JsonNode settled) {
        JsonNode tally = settled.path("tally");
        Svg svg = new Svg(900, 130);
        int needed = tally.path("needed").asInt();
        bar(svg, 0, "rollback", tally.path("rollback").asInt(), "#d55e00");
        bar(svg, 1, "keep", tally.path("keep").asInt(), "#009e73");
        bar(svg, 2, "abstain", tally.path("abstain").asInt(), "#a3b8cc");
        bar(svg, 3, "silent", tally.path("silent").asInt(), "#dddddd");
        double x = 110 + needed * UNIT;
        svg.line(new Point(x, 8), new Point(x, 112), "bound");
        svg.text(new Point(x + 6, 122), "bound-label", needed + " needed");
        return svg.toString();
    }

    private static void bar(Svg svg, int row, String name, int votes, String color) {
        double y = 12 + row * 26;
        svg.text(new Point(100, y + 14), "legend end", name);
        svg.bar(new Point(110, y), votes * (double) UNIT, 18, color);
        svg.text(new Point(116 + votes * (double) UNIT, y + 14), "legend", Integer.toString(votes));
    }
}
