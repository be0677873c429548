package io.althing.serving;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The upstream is a gateway over ONNX Runtime. */
class UpstreamRuntimeTest extends ModelRuntimeContract {
    private final Vertx vertx = Vertx.vertx();
    private final OnnxRuntimeModels behind = new OnnxRuntimeModels();
    private final Gateway upstream = Gateways.over(vertx, behind, new MemoryFences());

    @Override
    ModelRuntime runtime(Path artifact) throws Exception {
        int port = upstream.start();
        upstream.install(DIGITS, V1, artifact);
        return new UpstreamRuntime(URI.create("http://127.0.0.1:" + port), Duration.ofSeconds(5));
    }

    @AfterEach
    void stop() {
        upstream.close();
        behind.close();
        vertx.close().await();
    }

    @Test
    void a_server_that_does_not_answer_is_named() {
        try (UpstreamRuntime nobody = new UpstreamRuntime(URI.create("http://127.0.0.1:1"), Duration.ofSeconds(1))) {
            assertThatThrownBy(() -> nobody.load(DIGITS, V1, directory)).isInstanceOf(ModelLoadException.class)
                    .hasMessageContaining("http://127.0.0.1:1").hasMessageContaining("check that it runs");
        }
    }
}
