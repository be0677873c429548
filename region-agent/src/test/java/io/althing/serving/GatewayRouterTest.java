package io.althing.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.registry.VersionId;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayRouterTest extends TrafficRouterContract {
    @TempDir
    Path directory = Path.of("");
    private final Vertx vertx = Vertx.vertx();
    private final FakeModels models = new FakeModels();

    @Override
    TrafficRouter open() throws Exception {
        Gateway gateway = Gateways.over(vertx, models, fences);
        for (VersionId version : List.of(V1, V2, V3)) {
            gateway.install(DIGITS, version, ModelRuntimeContract.fixture(directory));
        }
        return gateway;
    }

    @Override
    void tearDown() {
        vertx.close().await();
        assertThat(models.open).hasValue(0);
    }

    private Gateway gateway() {
        return (Gateway) router();
    }

    @Test
    void a_version_that_is_not_loaded_gets_no_traffic_and_the_answer_says_so() {
        router().apply(stable(3, V1));
        RouteTarget target = new RouteTarget(DIGITS, 4, Optional.of(V1),
                Optional.of(new CanaryShare(FIRST, new VersionId("v9"), 100, "salt")));

        InForce answer = router().apply(target);

        assertThat(answer.canaryWeight()).isZero();
        assertThat(answer.refusal().orElseThrow()).contains("'v9'", "install it first");
        assertThat(router().apply(stable(5, new VersionId("v9"))).stable()).contains(V1);
    }

    @Test
    void going_to_a_version_that_is_not_loaded_still_takes_the_candidate_away() {
        router().apply(stable(3, V1));
        router().apply(canary(4, FIRST, 2500));

        InForce answer = router().apply(stable(5, new VersionId("v0")));

        assertThat(answer.stable()).contains(V1);
        assertThat(answer.canaryWeight()).isZero();
        assertThat(answer.refusal()).isPresent();
    }

    @Test
    void a_candidate_with_other_tensors_than_stable_is_refused() throws Exception {
        VersionId odd = new VersionId("odd");
        models.schema(odd, new IoSchema(List.of(new TensorSpec("input", "FP32", List.of(-1L, 32L))),
                FakeModels.SCHEMA.outputs()));
        gateway().install(DIGITS, odd, ModelRuntimeContract.fixture(directory));
        router().apply(stable(3, V1));

        InForce answer = router().apply(new RouteTarget(DIGITS, 4, Optional.of(V1),
                Optional.of(new CanaryShare(FIRST, odd, 100, "salt"))));

        assertThat(answer.canaryWeight()).isZero();
        assertThat(answer.refusal().orElseThrow()).contains("cannot stand in for 'v1'", "input", "[-1, 32]");
    }

    @Test
    void a_version_in_use_is_not_uninstalled_and_one_out_of_use_is_freed() {
        router().apply(stable(3, V1));
        router().apply(canary(4, FIRST, 100));

        assertThat(gateway().uninstall(DIGITS, V2)).isFalse();
        router().apply(stable(5, V1));
        assertThat(gateway().uninstall(DIGITS, V2)).isTrue();
        assertThat(gateway().installed(DIGITS)).containsExactly(V1, V3);
        assertThat(models.open).hasValue(2);
    }
}
