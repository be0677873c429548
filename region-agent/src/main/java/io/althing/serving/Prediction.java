package io.althing.serving;

import java.util.List;
import java.util.Optional;

/** Reads the one prediction out of an answer, where there is one. */
final class Prediction {
    private Prediction() {}

    static Optional<String> of(List<Tensor> outputs) {
        if (outputs.isEmpty() || outputs.getFirst().size() == 0) {
            return Optional.empty();
        }
        Tensor first = outputs.getFirst();
        boolean oneRow = first.shape().length < 2 || first.shape()[0] == 1;
        return switch (first) {
            case Tensor.Floats floats when oneRow -> Optional.of(Integer.toString(largest(floats.values())));
            case Tensor.Doubles doubles when oneRow -> Optional.of(Integer.toString(largest(doubles.values())));
            case Tensor.Longs longs when longs.size() == 1 -> Optional.of(Long.toString(longs.values()[0]));
            case Tensor.Texts texts when texts.size() == 1 -> Optional.of(texts.values()[0]);
            case Tensor.Floats several -> Optional.empty();
            case Tensor.Doubles several -> Optional.empty();
            case Tensor.Longs several -> Optional.empty();
            case Tensor.Texts several -> Optional.empty();
        };
    }

    private static int largest(float[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }

    private static int largest(double[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }
}
