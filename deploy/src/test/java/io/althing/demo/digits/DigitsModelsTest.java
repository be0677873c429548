package io.althing.demo.digits;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.althing.registry.VersionId;
import java.math.BigDecimal;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.tribuo.Model;
import org.tribuo.classification.Label;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DigitsModelsTest {
    private static final long SEED = 42;
    private static final Digits DIGITS = Digits.load();
    private static final DigitsModels MODELS = DigitsModels.train(DIGITS, SEED);

    @Test
    void onnx_runtime_and_tribuo_read_every_digit_alike_in_every_version() throws OrtException {
        DigitsModels.Training training = new DigitsModels.Training(DIGITS);
        List<DigitsModels.Trained> runs = List.of(training.run(1, Pipeline.logisticRegression(SEED)),
                training.run(2, Pipeline.factorizationMachine(0.1, SEED)),
                training.run(3, Pipeline.factorizationMachine(0.3, SEED).withImagesTransposed()));
        for (int i = 0; i < runs.size(); i++) {
            Model<Label> tribuo = runs.get(i).model();
            List<Integer> expected = DIGITS.all().stream().map(digit -> Pipeline.predict(tribuo, digit)).toList();

            assertThat(onnxPredictions(MODELS.all().get(i), DIGITS.all())).isEqualTo(expected);
        }
    }

    @Test
    void the_second_version_is_better_than_the_first_on_digits_no_pipeline_saw() throws OrtException {
        assertThat(liveAccuracy(MODELS.v2())).isGreaterThan(liveAccuracy(MODELS.v1()) + 0.02);
    }

    @Test
    void the_third_version_looks_best_to_its_own_pipeline_and_is_clearly_harmful_live() throws OrtException {
        assertThat(ownAccuracy(MODELS.v3())).isGreaterThan(ownAccuracy(MODELS.v2()));
        assertThat(ownAccuracy(MODELS.v2())).isGreaterThan(ownAccuracy(MODELS.v1()));
        assertThat(liveAccuracy(MODELS.v3())).isLessThan(liveAccuracy(MODELS.v2()) - 0.3);
    }

    @Test
    void the_same_digits_and_seed_give_the_same_bytes_and_another_seed_does_not() {
        assertThat(DigitsModels.train(DIGITS, SEED).all()).map(version -> version.model().sha256())
                .isEqualTo(MODELS.all().stream().map(version -> version.model().sha256()).toList());
        assertThat(DigitsModels.train(DIGITS, SEED + 1).v2().model().sha256())
                .isNotEqualTo(MODELS.v2().model().sha256());
    }

    @Test
    void a_version_names_its_data_trainer_and_parent() {
        assertThat(DIGITS.digest().value())
                .isEqualTo("09f66e6debdee2cd2b5ae59e0d6abbb73fc2b0e0185d2e1957e9ebb51e23aa22");
        assertThat(MODELS.v1().lineage().parent()).isEmpty();
        assertThat(MODELS.v3().lineage()).isEqualTo(new TrainedVersion.Lineage(DIGITS.digest(),
                "factorization machine, 4 factors, AdaGrad 0.3, 10 epochs, seed 42", Optional.of(new VersionId("v2"))));
    }

    @Test
    void the_split_is_fixed_and_no_digit_is_in_two_parts() {
        assertThat(DIGITS.training()).hasSize(720);
        assertThat(DIGITS.validation()).hasSize(359);
        assertThat(DIGITS.heldOut()).hasSize(718);
        assertThat(DIGITS.all()).hasSize(1797).doesNotHaveDuplicates();
        assertThat(DIGITS.all().getFirst().transposed().transposed()).isEqualTo(DIGITS.all().getFirst());
    }

    @Test
    void the_file_has_the_tensors_the_schema_promises() throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        for (TrainedVersion version : MODELS.all()) {
            try (OrtSession session = environment.createSession(version.model().bytes())) {
                assertThat(session.getInputNames()).containsExactly(DigitsModels.SCHEMA.inputs().getFirst().name());
                assertThat(session.getOutputNames()).containsExactly(DigitsModels.SCHEMA.outputs().getFirst().name());
            }
        }
    }

    private static double ownAccuracy(TrainedVersion version) {
        return new BigDecimal(version.metrics().get("validation_accuracy")).doubleValue();
    }

    private static double liveAccuracy(TrainedVersion version) throws OrtException {
        List<Digit> live = DIGITS.heldOut();
        List<Integer> read = onnxPredictions(version, live);
        int correct = 0;
        for (int i = 0; i < live.size(); i++) {
            correct += live.get(i).label() == read.get(i) ? 1 : 0;
        }
        return correct / (double) live.size();
    }

    private static List<Integer> onnxPredictions(TrainedVersion version, List<Digit> digits) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        FloatBuffer batch = FloatBuffer.allocate(digits.size() * Digit.PIXELS);
        digits.forEach(digit -> batch.put(digit.features()));
        batch.flip();
        try (OrtSession session = environment.createSession(version.model().bytes());
                OnnxTensor input = OnnxTensor.createTensor(environment, batch,
                        new long[]{digits.size(), Digit.PIXELS});
                OrtSession.Result result = session.run(Map.of("input", input))) {
            float[][] probabilities = (float[][]) result.get(0).getValue();
            return java.util.Arrays.stream(probabilities).map(DigitsModelsTest::largest).toList();
        }
    }

    private static int largest(float[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }
}
