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

    static EvidencePath of(String title, double canaryRate, long seed) {
        CanaryAnalysis analysis = Setup.rateAnalysis(CanarySettings.of(Setup.rate(Setup.anyHarm())), 0.01);
        Draws draws = new Draws(seed);
        List<Double> path = new ArrayList<>();
        for (int look = 0; look < LOOKS; look++) {
            path.add(Setup.look(analysis, draws, Traffic.usual(canaryRate, 0.01)).evidence().rollback().toDouble());
        }
        return new EvidencePath(title, path);
    }

    /** The paths with the bound at alpha 0.01. */
    static String chart(List<EvidencePath> paths) {
        double top = paths.stream().flatMap(p -> p.logEvidence().stream()).mapToDouble(Double::doubleValue).max()
                .orElse(1);
        double high = Math.min(Math.max(top, BOUND * 1.3), BOUND * 3);
        StringBuilder svg = new StringBuilder(
                "<svg viewBox=\"0 0 900 320\" role=\"img\" aria-label=\"log evidence by look\">");
        double bound = y(BOUND, high);
        svg.append(String.format(Locale.ROOT,
                "<line x1=\"40\" x2=\"900\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#c54\" stroke-dasharray=\"6 4\"/>"
                        + "<text x=\"44\" y=\"%.1f\" font-size=\"13\">rollback at evidence of 100 to 1</text>",
                bound, bound, bound - 5));
        String[] colours = {"#2a7", "#247"};
        for (int p = 0; p < paths.size(); p++) {
            StringBuilder points = new StringBuilder();
            List<Double> logs = paths.get(p).logEvidence();
            for (int i = 0; i < logs.size(); i++) {
                points.append(String.format(Locale.ROOT, "%.1f,%.1f ", 40 + 860.0 * i / (logs.size() - 1),
                        y(logs.get(i), high)));
            }
            svg.append(String.format(Locale.ROOT,
                    "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"%s\"/>", colours[p % 2],
                    points.toString().trim()));
            svg.append(String.format(Locale.ROOT, "<text x=\"600\" y=\"%d\" font-size=\"13\" fill=\"%s\">%s</text>",
                    290 + 16 * p, colours[p % 2], paths.get(p).title()));
        }
        return svg.append("</svg>").toString();
    }

    private static double y(double log, double high) {
        double low = -BOUND;
        return 300 - 280 * (Math.max(low, Math.min(high, log)) - low) / (high - low);
    }
}
