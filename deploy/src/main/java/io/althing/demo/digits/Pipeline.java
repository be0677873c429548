package io.althing.demo.digits;

import java.util.List;
import java.util.function.UnaryOperator;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.sgd.fm.FMClassificationTrainer;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.impl.ArrayExample;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/**
 * How one version is trained: what happens to each image first, and by which trainer. The image preparation is applied to training
 * and validation alike, which is why a mistake in it does not show in the pipeline's own figures.
 *
 * @param description the trainer in words, for the lineage
 * @param prepare what the pipeline does to each image before it learns or validates
 * @param trainer the trainer, used once
 */
record Pipeline(String description, UnaryOperator<Digit> prepare, Trainer<Label> trainer) {
    private static final int BATCH = 1;
    private static final int QUIET = 10_000;
    private static final double STABILISER = 0.1;
    private static final int FACTORS = 4;
    private static final double FACTOR_VARIANCE = 0.1;
    private static final String[] FEATURES = featureNames();

    /** Logistic regression, stopped early. */
    static Pipeline logisticRegression(long seed) {
        int epochs = 2;
        return new Pipeline("logistic regression, AdaGrad 0.1, " + epochs + " epochs, seed " + seed,
                UnaryOperator.identity(), new LinearSGDTrainer(new LogMulticlass(), new AdaGrad(0.1, STABILISER),
                        epochs, QUIET, BATCH, seed));
    }

    /** A factorization machine: pairs of pixels count as well. */
    static Pipeline factorizationMachine(double learningRate, long seed) {
        int epochs = 10;
        return new Pipeline(
                "factorization machine, " + FACTORS + " factors, AdaGrad " + learningRate + ", " + epochs
                        + " epochs, seed " + seed,
                UnaryOperator.identity(), new FMClassificationTrainer(new LogMulticlass(),
                        new AdaGrad(learningRate, STABILISER), epochs, QUIET, BATCH, seed, FACTORS, FACTOR_VARIANCE));
    }

    /** The same pipeline with a mistake: it reads every image by columns instead of rows. */
    Pipeline withImagesTransposed() {
        return new Pipeline(description, Digit::transposed, trainer);
    }

    Model<Label> train(List<Digit> digits) {
        MutableDataset<Label> data = new MutableDataset<>(
                new SimpleDataSourceProvenance("digits", new LabelFactory()), new LabelFactory());
        for (Digit digit : digits) {
            data.add(example(prepare.apply(digit)));
        }
        return trainer.train(data);
    }

    /** How many of the digits the model reads right after this pipeline's own preparation. */
    int correct(Model<Label> model, List<Digit> digits) {
        return (int) digits.stream().filter(digit -> predict(model, prepare.apply(digit)) == digit.label()).count();
    }

    /** What the model reads in an image exactly as given. */
    static int predict(Model<Label> model, Digit digit) {
        return Integer.parseInt(model.predict(example(digit)).getOutput().getLabel());
    }

    private static ArrayExample<Label> example(Digit digit) {
        float[] features = digit.features();
        double[] values = new double[features.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = features[i];
        }
        return new ArrayExample<>(new Label(Integer.toString(digit.label())), FEATURES.clone(), values);
    }

    private static String[] featureNames() {
        String[] names = new String[Digit.PIXELS];
        for (int pixel = 0; pixel < names.length; pixel++) {
            names[pixel] = (pixel < 10 ? "p0" : "p") + pixel;
        }
        return names;
    }
}
