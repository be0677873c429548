package io.althing.demo.step;

import io.althing.demo.digits.DigitsModels;
import io.althing.demo.digits.TrainedVersion;
import java.nio.file.Files;
import java.nio.file.Path;

/** Three versions of one model; the third by a pipeline with a mistake that its own figures do not show. */
public final class TrainModels implements DemoStep {
    private static final long SEED = 20_240_501;

    @Override
    public String name() {
        return "Train three versions of a model that reads handwritten digits";
    }

    @Override
    public Figures run(DemoContext context) throws Exception {
        DigitsModels models = DigitsModels.train(context.digits(), SEED);
        Figures figures = new Figures();
        Path directory = Files.createDirectories(context.output().resolve("models"));
        for (TrainedVersion version : models.all()) {
            Files.write(directory.resolve(version.version() + ".onnx"), version.model().bytes());
            String accuracy = version.metrics().getOrDefault("validation_accuracy", "");
            figures.put(version.version() + " accuracy by its own validation", Double.valueOf(accuracy));
            context.console().say(version.version() + ": " + version.lineage().trainer() + "; " + version.model().size()
                    + " bytes; says of itself that it is right in " + accuracy);
        }
        double second = own(models.v2());
        Figures.require(own(models.v3()) > second && second > own(models.v1()),
                "by their own validation each version is better than the last");
        context.story().models(models);
        return figures;
    }

    private static double own(TrainedVersion version) {
        return Double.parseDouble(version.metrics().getOrDefault("validation_accuracy", "0"));
    }
}
