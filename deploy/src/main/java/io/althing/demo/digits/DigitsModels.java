package io.althing.demo.digits;

import io.althing.registry.VersionId;
import io.althing.serving.IoSchema;
import io.althing.serving.TensorSpec;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.tribuo.Model;
import org.tribuo.ONNXExportable;
import org.tribuo.classification.Label;

/**
 * The three versions of the demo. {@code v1} is a logistic regression; {@code v2} a factorization machine and better; {@code v3}
 * comes from a pipeline that transposes every image, in training and validation alike, so that its own figures call it the
 * best yet while on live digits it is nearly always wrong.
 */
public record DigitsModels(TrainedVersion v1, TrainedVersion v2, TrainedVersion v3) {
    /** The model's tensors: a batch of 64 inks divided by 16 in, a batch of ten probabilities out, in the order of the digits. */
    public static final IoSchema SCHEMA = new IoSchema(
            List.of(new TensorSpec("input", "FP32", List.of(-1L, (long) Digit.PIXELS))),
            List.of(new TensorSpec("output", "FP32", List.of(-1L, 10L))));

    /** Held, because a logger nobody holds forgets its level. */
    private static final Logger TRIBUO = Logger.getLogger("org.tribuo");

    private static final double CALM = 0.1;
    private static final double BOLD = 0.3;

    /**
     * Trains all three in this thread, in about a second; the same digits and seed give the same bytes. Tribuo's reports of each
     * training are silenced, for the whole process.
     */
    public static DigitsModels train(Digits digits, long seed) {
        TRIBUO.setLevel(Level.WARNING);
        Training training = new Training(digits);
        TrainedVersion v1 = training.run(1, Pipeline.logisticRegression(seed)).version();
        TrainedVersion v2 = training.run(2, Pipeline.factorizationMachine(CALM, seed)).version();
        TrainedVersion v3 = training.run(3, Pipeline.factorizationMachine(BOLD, seed).withImagesTransposed()).version();
        return new DigitsModels(v1, v2, v3);
    }

    /** All three, oldest first. */
    public List<TrainedVersion> all() {
        return List.of(v1, v2, v3);
    }

    /** One run of a pipeline: what it registers, and the model as it was in memory. */
    record Trained(TrainedVersion version, Model<Label> model) {}

    /** Runs pipelines over the same digits. */
    record Training(Digits digits) {
        Trained run(int number, Pipeline pipeline) {
            Model<Label> model = pipeline.train(digits.training());
            checkOutputsInOrder(model);
            if (!(model instanceof ONNXExportable exportable)) {
                throw new IllegalStateException(pipeline.description() + " cannot be written as ONNX");
            }
            Optional<VersionId> parent = number == 1 ? Optional.empty() : Optional.of(name(number - 1));
            TrainedVersion version = new TrainedVersion(name(number), OnnxFile.of(exportable, number), SCHEMA,
                    metrics(pipeline, model),
                    new TrainedVersion.Lineage(digits.digest(), pipeline.description(), parent));
            return new Trained(version, model);
        }

        private Map<String, String> metrics(Pipeline pipeline, Model<Label> model) {
            List<Digit> validation = digits.validation();
            int correct = pipeline.correct(model, validation);
            return Map.of("validation_accuracy", ratio(correct, validation.size()), "validation_examples",
                    Integer.toString(validation.size()), "training_examples",
                    Integer.toString(digits.training().size()));
        }

        private static VersionId name(int number) {
            return new VersionId("v" + number);
        }

        private static String ratio(int part, int whole) {
            return BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), 6, RoundingMode.HALF_EVEN)
                    .toPlainString();
        }

        private static void checkOutputsInOrder(Model<Label> model) {
            model.getOutputIDInfo().forEach(output -> {
                if (output.getA() != Integer.parseInt(output.getB().getLabel())) {
                    throw new IllegalStateException("output " + output.getA() + " of the model stands for digit "
                            + output.getB().getLabel() + "; the schema promises the order of the digits");
                }
            });
        }
    }
}
