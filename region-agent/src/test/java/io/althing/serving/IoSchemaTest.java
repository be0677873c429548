package io.althing.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class IoSchemaTest {
    private static final TensorSpec IMAGE = new TensorSpec("image", "FP32", List.of(-1L, 64L));
    private static final TensorSpec SCORES = new TensorSpec("scores", "FP32", List.of(-1L, 10L));
    private static final IoSchema STABLE = new IoSchema(List.of(IMAGE), List.of(SCORES));

    @Test
    void equal_tensors_are_compatible_and_so_is_a_candidate_that_takes_more_shapes() {
        assertThat(STABLE.faultsOf(STABLE)).isEmpty();
        assertThat(STABLE.faultsOf(new IoSchema(List.of(new TensorSpec("image", "FP32", List.of(-1L, -1L))),
                List.of(SCORES)))).isEmpty();
    }

    @Test
    void every_difference_is_named_at_once() {
        IoSchema candidate = new IoSchema(List.of(new TensorSpec("image", "INT64", List.of(-1L, 64L)), SCORES),
                List.of(new TensorSpec("label", "INT64", List.of(-1L))));

        assertThat(STABLE.faultsOf(candidate)).containsExactly(
                "input 'image' is image FP32[-1, 64] in stable but image INT64[-1, 64] in the candidate",
                "input 'scores' is in the candidate only", "output 'scores' is missing from the candidate",
                "output 'label' is in the candidate only");
    }

    @Test
    void an_output_of_another_shape_is_a_fault_even_if_it_may_vary() {
        IoSchema candidate = new IoSchema(List.of(IMAGE),
                List.of(new TensorSpec("scores", "FP32", List.of(-1L, -1L))));

        assertThat(STABLE.faultsOf(candidate)).hasSize(1);
    }
}
