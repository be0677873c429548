package io.althing.serving;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OnnxRuntimeModelsTest extends ModelRuntimeContract {
    @Override
    ModelRuntime runtime(Path artifact) {
        return new OnnxRuntimeModels();
    }

    @Test
    void a_file_that_is_no_model_is_refused_with_what_to_do() throws Exception {
        Path broken = Files.writeString(directory.resolve("broken.onnx"), "this is not protobuf");
        try (OnnxRuntimeModels runtime = new OnnxRuntimeModels()) {
            assertThatThrownBy(() -> runtime.load(DIGITS, V1, broken)).isInstanceOf(ModelLoadException.class)
                    .hasMessageContaining("ONNX Runtime does not load its file")
                    .hasMessageContaining("register a new version");
        }
    }
}
