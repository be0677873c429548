package io.althing.serving;

import java.nio.file.Path;

class FakeModelsTest extends ModelRuntimeContract {
    @Override
    ModelRuntime runtime(Path artifact) {
        return new FakeModels();
    }
}
