package io.althing.chaos.canary;

import io.althing.canary.CanaryAnalysis;
import io.althing.canary.CanarySettings;
import io.althing.chaos.canary.Setup.Traffic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The rollback evidence of one canary after each look.
 *
 * @param title
 *            what kind of canary
 * @param logEvidence
 *            ln E per look
 */
record EvidencePath(String title, List<Double> logEvidence) {

    private static final int LOOKS = 100;
    private static final double BOUND = Math.log(100);
    private static final int LEFT = 96;
    private static final int RIGHT = 880;

    static EvidencePath of(String title, double canaryRate, long seed) {
        CanaryAnalysis analysis = Setup.rateAnalysis(CanarySettings.of(Setup.rate(Setup.anyHarm())), 0.01);
        Draws draws = new Draws(seed);
        List<Double> path = new ArrayList<>();
        for (int look = 0; look < LOOKS; look++) {
            path.add(Setup.look(analysis, draws, Traffic.usual(canaryRate, 0.01)).evidence().rollback().toDouble());
        }
        return new EvidencePath(title, path);
    }

    /** The paths with the bound at alpha 0.01; each ends where it leaves the chart at the top. */
    static String chart(List<EvidencePath> paths) {
        double top = paths.stream().flatMap(p -> p.logEvidence().stream()).mapToDouble(Double::doubleValue).max()
                .orElse(1);
        double high = Math.min(Math.max(top, BOUND * 1.3), BOUND * 3);
        StringBuilder svg = new StringBuilder(
                "<svg viewBox=\"0 0 900 348\" role=\"img\" aria-label=\"evidence by look\">");
        for (int odds : new int[]{1, 10, 100, 10_000, 1_000_000}) {
            if (Math.log(odds) < high) {
                level(odds, y(Math.log(odds), high), svg);
            }
        }
        for (int look = 0; look <= LOOKS; look += 20) {
            svg.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"318\" class=\"mid\">%s</text>",
                    x(Math.max(0, look - 1)), look == 0 ? "look 1" : Integer.toString(look)));
        }
        for (int p = 0; p < paths.size(); p++) {
            StringBuilder points = new StringBuilder();
            List<Double> logs = paths.get(p).logEvidence();
            for (int i = 0; i < logs.size() && (i == 0 || logs.get(i - 1) < high); i++) {
                points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(i), y(logs.get(i), high)));
            }
            svg.append(String.format(Locale.ROOT, "<polyline class=\"path p%d\" points=\"%s\"/>", p % 2,
                    points.toString().trim()));
            svg.append(String.format(Locale.ROOT,
                    "<rect class=\"swatch k%d\" x=\"%d\" y=\"331\" width=\"18\" height=\"4\"/><text x=\"%d\" y=\"338\">%s</text>",
                    p % 2, LEFT + 300 * p, LEFT + 26 + 300 * p, paths.get(p).title()));
        }
        return svg.append("</svg>").toString();
    }

    private static void level(int odds, double y, StringBuilder svg) {
        boolean bound = odds == 100;
        svg.append(String.format(Locale.ROOT,
                "<line x1=\"%d\" x2=\"900\" y1=\"%.1f\" y2=\"%.1f\" class=\"%s\"/><text x=\"%d\" y=\"%.1f\" class=\"end\">%,d : 1</text>",
                LEFT, y, y, bound ? "bound" : "level", LEFT - 8, y + 4, odds));
        if (bound) {
            svg.append(String.format(Locale.ROOT,
                    "<text x=\"%d\" y=\"%.1f\" class=\"label\">rolled back from here on (alpha 0.01)</text>",
                    RIGHT, y - 7));
        }
    }

    private static double x(int look) {
        return LEFT + (double) (RIGHT - LEFT) * look / (LOOKS - 1);
    }

    private static double y(double log, double high) {
        double low = -BOUND;
        return 300 - 280 * (Math.max(low, Math.min(high, log)) - low) / (high - low);
    }
}
