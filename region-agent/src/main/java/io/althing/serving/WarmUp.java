package io.althing.serving;

import io.althing.serving.InferenceException.Fault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Asks a model with zeros until code and caches are warm. */
final class WarmUp {
    private static final int ROUNDS = 20;

    private WarmUp() {}

    static void run(LoadedModel model) throws InferenceException {
        List<Tensor> zeros = new ArrayList<>();
        for (TensorSpec input : model.schema().inputs()) {
            zeros.add(zeros(input));
        }
        InferRequest request = new InferRequest(Optional.empty(), zeros, List.of());
        for (int round = 0; round < ROUNDS; round++) {
            model.infer(request);
        }
    }

    /** A tensor of zeros with one row wherever the length varies. */
    private static Tensor zeros(TensorSpec spec) throws InferenceException {
        long[] shape = spec.shape().stream().mapToLong(length -> length == -1 ? 1 : length).toArray();
        int size = Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b));
        return switch (spec.datatype()) {
            case "FP32" -> new Tensor.Floats(spec.name(), shape, new float[size]);
            case "FP64" -> new Tensor.Doubles(spec.name(), shape, new double[size]);
            case "INT64" -> new Tensor.Longs(spec.name(), shape, new long[size]);
            case "BYTES" -> {
                String[] texts = new String[size];
                Arrays.fill(texts, "");
                yield new Tensor.Texts(spec.name(), shape, texts);
            }
            default -> throw new InferenceException(Fault.MODEL,
                    "input '" + spec.name() + "' has datatype " + spec.datatype() + ", which is not served here");
        };
    }
}
