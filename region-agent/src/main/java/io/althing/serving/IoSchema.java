package io.althing.serving;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a model reads and writes: its named tensors. */
public record IoSchema(List<TensorSpec> inputs, List<TensorSpec> outputs) {
    /** Takes copies of the lists. */
    public IoSchema {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /**
     * Why a candidate cannot stand in for this, the stable version: every request that stable answers the candidate must answer
     * with the same outputs. The order of tensors does not matter, and the candidate may leave open a length that stable fixes,
     * on its inputs only.
     *
     * @return one sentence a fault, in the order inputs then outputs; empty if the two are compatible
     */
    public List<String> faultsOf(IoSchema candidate) {
        List<String> faults = new ArrayList<>();
        compare("input", inputs, candidate.inputs, faults);
        compare("output", outputs, candidate.outputs, faults);
        return List.copyOf(faults);
    }

    private static void compare(String side, List<TensorSpec> stable, List<TensorSpec> candidate,
            List<String> faults) {
        for (TensorSpec expected : stable) {
            Optional<TensorSpec> found = named(expected.name(), candidate);
            if (found.isEmpty()) {
                faults.add(side + " '" + expected.name() + "' is missing from the candidate");
            } else if (!fits(side, expected, found.get())) {
                faults.add(side + " '" + expected.name() + "' is " + expected + " in stable but " + found.get()
                        + " in the candidate");
            }
        }
        for (TensorSpec extra : candidate) {
            if (named(extra.name(), stable).isEmpty()) {
                faults.add(side + " '" + extra.name() + "' is in the candidate only");
            }
        }
    }

    private static boolean fits(String side, TensorSpec stable, TensorSpec candidate) {
        if (!stable.datatype().equals(candidate.datatype()) || stable.shape().size() != candidate.shape().size()) {
            return false;
        }
        for (int i = 0; i < stable.shape().size(); i++) {
            boolean mayVary = side.equals("input") && candidate.shape().get(i) == -1;
            if (!mayVary && !stable.shape().get(i).equals(candidate.shape().get(i))) {
                return false;
            }
        }
        return true;
    }

    private static Optional<TensorSpec> named(String name, List<TensorSpec> tensors) {
        return tensors.stream().filter(tensor -> tensor.name().equals(name)).findFirst();
    }
}
