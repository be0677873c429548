package io.althing.foresight;

import io.althing.foresight.Calibration.Seen;
import io.althing.registry.evidence.LogWealth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.classification.dtree.impurity.GiniIndex;
import org.tribuo.classification.ensemble.FullyWeightedVotingCombiner;
import org.tribuo.common.tree.RandomForestTrainer;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/**
 * Foretells from past rollouts whether the evidence of a running one will reach its bound within the horizon. Learns from older
 * rollouts, calibrates its probabilities on newer ones it has not learned from, whole rollouts apart so that no window
 * overlaps both, and sets its alarm level there by a budget of false alarms. It may slow a rollout or ask for a ballot; it never rolls
 * back. Immutable and safe for use by several threads.
 */
public final class EarlyWarning {
    private static final String YES = "yes";
    private static final String NO = "no";
    private static final int STRIDE = 5;
    private static final int FACTORS = 3;
    private static final int TREES = 50;
    private static final double WATCHFUL = 0.25;
    private static final double LIKELY = 0.5;

    private final Settings settings;
    private final int seen;
    private final Optional<Forecast> forecast;

    /**
     * What to foretell.
     *
     * @param bound the evidence at which a rollout is rolled back
     * @param horizonLooks how many looks ahead, 15 minutes' worth
     * @param fewest rollouts needed before it says anything
     * @param falseAlarmsPerLook the budget: one a day at a look a minute is 1/1440
     * @param seed of the forest
     */
    public record Settings(LogWealth bound, int horizonLooks, int fewest, double falseAlarmsPerLook, long seed) {}

    /** How worried to be. */
    public enum Level {
        NORMAL, WATCH, ACT
    }

    /**
     * What is foretold.
     *
     * @param probability that the bound is reached within the horizon; 0 while untrained
     * @param horizonLooks the horizon
     * @param factors the features furthest from what quiet rollouts showed, most unusual first
     * @param advice what to do, in words
     */
    public record Warning(Level level, double probability, int horizonLooks, List<String> factors, String advice) {}

    private record Forecast(Model<Label> model, Calibration calibration, double act, Map<String, double[]> quiet) {}

    private EarlyWarning(Settings settings, int seen, Optional<Forecast> forecast) {
        this.settings = settings;
        this.seen = seen;
        this.forecast = forecast;
    }

    /**
     * Learns.
     *
     * @param past finished rollouts, oldest first; the older two thirds teach, the newer third calibrates
     */
    public static EarlyWarning train(Settings settings, List<Trace> past) {
        if (past.size() < settings.fewest()) {
            return new EarlyWarning(settings, past.size(), Optional.empty());
        }
        int split = past.size() * 2 / 3;
        LabelFactory labels = new LabelFactory();
        MutableDataset<Label> data = new MutableDataset<>(new SimpleDataSourceProvenance("rollouts", labels), labels);
        List<Map<String, Double>> quiet = new ArrayList<>();
        for (Trace trace : past.subList(0, split)) {
            int crossing = trace.crossing(settings.bound());
            for (int look = 0; look < crossing; look += STRIDE) {
                Map<String, Double> features = Features.of(trace.prefix(look + 1));
                boolean happens = happens(settings, trace, crossing, look);
                data.add(example(features, happens ? YES : NO));
                if (!happens) {
                    quiet.add(features);
                }
            }
        }
        if (data.getOutputInfo().size() < 2) {
            return new EarlyWarning(settings, past.size(), Optional.empty());
        }
        CARTClassificationTrainer tree = new CARTClassificationTrainer(6, 20, 0, 0.4f, false, new GiniIndex(),
                settings.seed());
        Model<Label> model = new RandomForestTrainer<>(tree, new FullyWeightedVotingCombiner(), TREES, settings.seed())
                .train(data);
        return calibrated(settings, past, split,
                new Forecast(model, new Calibration(List.of()), 1, Unusual.profile(quiet)));
    }

    private static EarlyWarning calibrated(Settings settings, List<Trace> past, int split, Forecast raw) {
        List<Seen> newer = new ArrayList<>();
        List<Double> worstFalse = new ArrayList<>();
        for (Trace trace : past.subList(split, past.size())) {
            int crossing = trace.crossing(settings.bound());
            double worst = 0;
            for (int look = 0; look < crossing; look++) {
                double score = score(raw.model(), Features.of(trace.prefix(look + 1)));
                boolean happens = happens(settings, trace, crossing, look);
                newer.add(new Seen(score, happens));
                worst = happens ? worst : Math.max(worst, score);
            }
            worstFalse.add(worst);
        }
        double act = budget(worstFalse, settings.falseAlarmsPerLook() * newer.size());
        return new EarlyWarning(settings, past.size(),
                Optional.of(new Forecast(raw.model(), new Calibration(newer), act, raw.quiet())));
    }

    private static boolean happens(Settings settings, Trace trace, int crossing, int look) {
        return crossing < trace.looks().size() && crossing - look <= settings.horizonLooks();
    }

    /** The score that no more rollouts than allowed exceed when there is nothing to warn of; a rollout alarms once. */
    private static double budget(List<Double> worstFalse, double allowed) {
        List<Double> worstFirst = worstFalse.stream().sorted(Comparator.reverseOrder()).toList();
        int spent = (int) Math.floor(allowed);
        return spent < worstFirst.size() ? worstFirst.get(spent) : 0;
    }

    /** What the looks so far foretell. */
    public Warning assess(Trace soFar) {
        if (forecast.isEmpty()) {
            return new Warning(Level.NORMAL, 0, settings.horizonLooks(), List.of(),
                    "not trained: " + seen + " of " + settings.fewest() + " rollouts seen");
        }
        Forecast trained = forecast.get();
        Map<String, Double> features = Features.of(soFar);
        double score = score(trained.model(), features);
        double probability = trained.calibration().probability(score);
        Level level = probability < WATCHFUL
                ? Level.NORMAL
                : score > trained.act() && probability >= LIKELY ? Level.ACT : Level.WATCH;
        return new Warning(level, probability, settings.horizonLooks(),
                Unusual.most(features, trained.quiet(), FACTORS), advice(level, probability));
    }

    private String advice(Level level, double probability) {
        String odds = String.format(Locale.ROOT, "%.0f %% likely to be rolled back within %d looks", 100 * probability,
                settings.horizonLooks());
        return switch (level) {
            case NORMAL -> "go on as planned; " + odds;
            case WATCH -> "look more often and hold the next step; " + odds;
            case ACT -> "lower the canary's weight, keep stable loaded, tell the owner; " + odds;
        };
    }

    private static double score(Model<Label> model, Map<String, Double> features) {
        Label yes = model.predict(example(features, NO)).getOutputScores().get(YES);
        return yes == null ? 0 : yes.getScore();
    }

    private static Example<Label> example(Map<String, Double> features, String label) {
        String[] names = features.keySet().toArray(String[]::new);
        double[] values = features.values().stream().mapToDouble(Double::doubleValue).toArray();
        return new ArrayExample<>(new Label(label), names, values);
    }
}
