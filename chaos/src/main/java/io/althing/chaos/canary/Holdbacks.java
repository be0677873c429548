package io.althing.chaos.canary;

import io.althing.canary.Arm;
import io.althing.canary.HoldbackDetector;
import java.util.List;

/** A8: after promotion, five per cent held back, an alarm wanted at most every 2,000 looks of 2,000 requests. */
final class Holdbacks {

    private static final int MEAN_LOOKS = 2000;
    private static final double STABLE = 0.01;

    private final Effort effort;

    Holdbacks(Effort effort) {
        this.effort = effort;
    }

    List<Bar> bars() {
        return List.of(runLength(), delay(0.013, 108), delay(0.015, 51), delay(0.02, 20));
    }

    private Bar runLength() {
        Draws draws = new Draws(effort.seed() + 81);
        int runs = Math.max(60, effort.streams() / 10);
        double sum = 0;
        double squares = 0;
        for (int r = 0; r < runs; r++) {
            HoldbackDetector detector = begun(draws);
            double looks = 0;
            while (!detector.alarms()) {
                look(detector, draws, STABLE);
                looks++;
            }
            sum += looks;
            squares += looks * looks;
        }
        double mean = sum / runs;
        double error = Math.sqrt((squares / runs - mean * mean) / runs);
        double lower = mean - 1.645 * error;
        return new Bar("A8", "no change: mean looks to an alarm", mean,
                "lower 95 % bound " + Numbers.plain(lower) + " ≥ " + MEAN_LOOKS, lower >= MEAN_LOOKS / effort.limit(1));
    }

    private Bar delay(double changed, double reference) {
        Draws draws = new Draws(effort.seed() + Double.hashCode(changed));
        int runs = Math.max(100, effort.detections() / 20);
        double looks = 0;
        for (int r = 0; r < runs; r++) {
            HoldbackDetector detector = quiet(draws);
            while (!detector.alarms()) {
                look(detector, draws, changed);
                looks++;
            }
        }
        return Bar.atMost("A8", "1→" + Numbers.plain(100 * changed) + " %: looks to the alarm", looks / runs,
                effort.limit(reference * 1.15));
    }

    private static HoldbackDetector begun(Draws draws) {
        HoldbackDetector detector = new HoldbackDetector(Setup.rate(Setup.anyHarm()), MEAN_LOOKS);
        look(detector, draws, STABLE);
        return detector;
    }

    /** A detector that has watched a hundred looks without harm and without an alarm. */
    private static HoldbackDetector quiet(Draws draws) {
        while (true) {
            HoldbackDetector detector = begun(draws);
            boolean alarmed = false;
            for (int look = 0; look < 100; look++) {
                look(detector, draws, STABLE);
                alarmed |= detector.alarms();
            }
            if (!alarmed) {
                return detector;
            }
        }
    }

    private static void look(HoldbackDetector detector, Draws draws, double rate) {
        detector.record(Arm.CANARY, draws.binomial(1900, rate), 1900);
        detector.record(Arm.STABLE, draws.binomial(100, STABLE), 100);
        detector.closeLook();
    }
}
