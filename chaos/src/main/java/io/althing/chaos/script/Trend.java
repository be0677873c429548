package io.althing.chaos.script;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * How a figure grew while processes lived: the slope common to all lives, each around its own mean (least squares within groups). What a
 * process takes while it starts is left out.
 *
 * @param mean of the figure
 * @param perHour how much it grew
 * @param samples how many it rests on
 */
record Trend(double mean, double perHour, int samples) {
    private static final double WARM = 60;
    private static final double HOUR = 3600;
    private static final double FLAT = 0.1;

    static Trend of(List<Usage> all, ToDoubleFunction<Usage> figure) {
        Map<String, List<Usage>> lives = all.stream().collect(Collectors.groupingBy(u -> u.node() + "/" + u.life()));
        double products = 0;
        double squares = 0;
        double sum = 0;
        int samples = 0;
        for (List<Usage> life : lives.values()) {
            double born = life.getFirst().seconds();
            List<Usage> warm = life.stream().filter(u -> u.seconds() >= born + WARM).toList();
            double time = warm.stream().mapToDouble(Usage::seconds).average().orElse(0);
            double mean = warm.stream().mapToDouble(figure).average().orElse(0);
            for (Usage usage : warm) {
                products += (usage.seconds() - time) * (figure.applyAsDouble(usage) - mean);
                squares += (usage.seconds() - time) * (usage.seconds() - time);
                sum += figure.applyAsDouble(usage);
                samples++;
            }
        }
        return new Trend(samples == 0 ? 0 : sum / samples, squares == 0 ? 0 : products / squares * HOUR, samples);
    }

    /** Whether it grew by less than a tenth of itself in an hour. */
    boolean flat() {
        return samples > 0 && perHour <= FLAT * mean;
    }
}
