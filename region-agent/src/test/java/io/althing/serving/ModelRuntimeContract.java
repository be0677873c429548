package io.althing.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.althing.registry.ModelName;
import io.althing.registry.VersionId;
import io.althing.serving.InferenceException.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every runtime promises, with a model of 64 floats in and ten out. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
abstract class ModelRuntimeContract {
    static final ModelName DIGITS = new ModelName("digits");
    static final VersionId V1 = new VersionId("v1");

    @TempDir
    Path directory = Path.of("");
    private Path artifact = Path.of("");
    private ModelRuntime runtime = new FakeModels();

    /** A runtime that can load version v1 of digits from the file. */
    abstract ModelRuntime runtime(Path artifact) throws Exception;

    @BeforeEach
    void open() throws Exception {
        artifact = fixture(directory);
        runtime = runtime(artifact);
    }

    @AfterEach
    void close() {
        runtime.close();
    }

    static Path fixture(Path directory) throws IOException {
        Path file = directory.resolve("digits-v1.onnx");
        try (InputStream in = Objects
                .requireNonNull(ModelRuntimeContract.class.getResourceAsStream("digits-v1.onnx"))) {
            Files.write(file, in.readAllBytes());
        }
        return file;
    }

    static InferRequest rows(int rows) {
        float[] inks = new float[rows * 64];
        for (int i = 0; i < inks.length; i++) {
            inks[i] = (i * 7 % 17) / 16f;
        }
        return InferRequest.of(new Tensor.Floats("input", new long[]{rows, 64}, inks));
    }

    @Test
    void a_loaded_version_tells_its_tensors_and_answers_row_by_row() throws Exception {
        try (LoadedModel model = runtime.load(DIGITS, V1, artifact)) {
            model.warm();

            assertThat(model.schema()).isEqualTo(FakeModels.SCHEMA);
            Tensor.Floats three = (Tensor.Floats) model.infer(rows(3)).getFirst();
            Tensor.Floats one = (Tensor.Floats) model.infer(rows(1)).getFirst();
            assertThat(three.name()).isEqualTo("output");
            assertThat(three.shape()).containsExactly(3, 10);
            assertThat(one.shape()).containsExactly(1, 10);
            for (int i = 0; i < 10; i++) {
                assertThat(one.values()[i]).isEqualTo(three.values()[i]);
            }
        }
    }

    @Test
    void a_request_that_does_not_fit_is_the_callers_fault_and_says_why() throws Exception {
        try (LoadedModel model = runtime.load(DIGITS, V1, artifact)) {
            assertFault(model, InferRequest.of(), "input");
            assertFault(model, InferRequest.of(new Tensor.Floats("image", new long[]{1, 64}, new float[64])), "image");
            assertFault(model, InferRequest.of(new Tensor.Floats("input", new long[]{1, 32}, new float[32])),
                    "[1, 32]");
            assertFault(model, InferRequest.of(new Tensor.Longs("input", new long[]{1, 64}, new long[64])), "INT64");
            assertFault(model, new InferRequest(Optional.empty(), rows(1).inputs(), List.of("logits")), "logits");
            Tensor twice = rows(1).inputs().getFirst();
            assertFault(model, InferRequest.of(twice, twice), "twice");
        }
    }

    private static void assertFault(LoadedModel model, InferRequest request, String word) {
        assertThatThrownBy(() -> model.infer(request)).isInstanceOf(InferenceException.class)
                .hasMessageContaining(word).extracting(e -> ((InferenceException) e).fault()).isEqualTo(Fault.REQUEST);
    }

    @Test
    void several_threads_get_the_answers_one_would_get() throws Exception {
        try (LoadedModel model = runtime.load(DIGITS, V1, artifact);
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            float[] expected = ((Tensor.Floats) model.infer(rows(2)).getFirst()).values();
            List<Callable<float[]>> questions = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                questions.add(() -> ((Tensor.Floats) model.infer(rows(2)).getFirst()).values());
            }
            for (Future<float[]> answer : threads.invokeAll(questions)) {
                assertThat(answer.get()).isEqualTo(expected);
            }
        }
    }

    @Test
    void a_version_that_cannot_be_loaded_is_named_with_the_reason() {
        assertThatThrownBy(() -> runtime.load(DIGITS, new VersionId("v9"), directory.resolve("missing")))
                .isInstanceOf(ModelLoadException.class).hasMessageContaining("version 'v9' of model 'digits'");
    }

    @Test
    void a_closed_handle_refuses_and_closing_twice_does_nothing() throws Exception {
        LoadedModel model = runtime.load(DIGITS, V1, artifact);
        LoadedModel other = runtime.load(DIGITS, V1, artifact);
        model.close();
        model.close();

        assertThatThrownBy(() -> model.infer(rows(1))).isInstanceOf(IllegalStateException.class);
        assertThat(other.infer(rows(1))).hasSize(1);
        other.close();
    }
}
