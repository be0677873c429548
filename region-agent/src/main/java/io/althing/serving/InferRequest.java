package io.althing.serving;

import java.util.List;
import java.util.Optional;

/**
 * One question to a model, in the words of the Open Inference Protocol, version 2.
 *
 * @param id the caller's name for it, echoed in the answer
 * @param inputs the tensors to read
 * @param outputs the names of the tensors wanted; empty for all
 */
public record InferRequest(Optional<String> id, List<Tensor> inputs, List<String> outputs) {
    /** Takes copies of the lists. */
    public InferRequest {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** A question without an id, for all outputs. */
    public static InferRequest of(Tensor... inputs) {
        return new InferRequest(Optional.empty(), List.of(inputs), List.of());
    }
}
