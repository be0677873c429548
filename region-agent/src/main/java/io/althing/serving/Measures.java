package io.althing.serving;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a request says beyond how it went.
 *
 * @param values business metrics known at once, by name
 * @param sight what the model was shown and how it scored it, where one row of numbers was asked about
 */
public record Measures(Map<String, Double> values, Optional<Sight> sight) {
    /** Nothing. */
    public static final Measures NONE = new Measures(Map.of(), Optional.empty());
    /** Longer rows are not looked at. */
    static final int MOST_FEATURES = 256;

    /** Takes a copy of the map. */
    public Measures {
        values = Map.copyOf(values);
    }

    /**
     * One row of input and its score.
     *
     * @param input the input's name
     * @param features its numbers
     * @param score the largest number of the first output, if that holds fractions
     */
    public record Sight(String input, List<Double> features, OptionalDouble score) {
        /** Takes a copy of the list. */
        public Sight {
            features = List.copyOf(features);
        }
    }

    static Optional<Sight> sight(List<Tensor> inputs, List<Tensor> outputs) {
        if (inputs.isEmpty() || inputs.getFirst().size() > MOST_FEATURES || inputs.getFirst().size() == 0) {
            return Optional.empty();
        }
        Tensor first = inputs.getFirst();
        boolean oneRow = first.shape().length < 2 || first.shape()[0] == 1;
        List<Double> numbers = oneRow ? numbers(first) : List.of();
        return numbers.isEmpty() || !numbers.stream().allMatch(Double::isFinite)
                ? Optional.empty()
                : Optional.of(new Sight(first.name(), numbers, score(outputs)));
    }

    private static OptionalDouble score(List<Tensor> outputs) {
        return outputs.isEmpty()
                ? OptionalDouble.empty()
                : fractions(outputs.getFirst()).stream().filter(Double::isFinite).mapToDouble(Double::doubleValue)
                        .max();
    }

    private static List<Double> fractions(Tensor tensor) {
        return switch (tensor) {
            case Tensor.Floats floats -> numbers(floats);
            case Tensor.Doubles doubles -> numbers(doubles);
            case Tensor.Longs whole -> List.of();
            case Tensor.Texts texts -> List.of();
        };
    }

    private static List<Double> numbers(Tensor tensor) {
        Double[] numbers = new Double[tensor.size()];
        switch (tensor) {
            case Tensor.Floats floats -> java.util.Arrays.setAll(numbers, i -> (double) floats.values()[i]);
            case Tensor.Doubles doubles -> java.util.Arrays.setAll(numbers, i -> doubles.values()[i]);
            case Tensor.Longs whole -> java.util.Arrays.setAll(numbers, i -> (double) whole.values()[i]);
            case Tensor.Texts texts -> {
                return List.of();
            }
        }
        return List.of(numbers);
    }
}
