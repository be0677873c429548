package io.althing.serving;

import io.althing.serving.InferenceException.Fault;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether a request fits a model: each input once, of the right kind and shape, and only outputs the model has. */
final class RequestCheck {
    private final Map<String, TensorSpec> inputs = new HashMap<>();
    private final Set<String> outputs;

    RequestCheck(IoSchema schema) {
        schema.inputs().forEach(input -> inputs.put(input.name(), input));
        this.outputs = schema.outputs().stream().map(TensorSpec::name).collect(Collectors.toUnmodifiableSet());
    }

    void require(InferRequest request) throws InferenceException {
        Set<String> seen = new HashSet<>();
        for (Tensor tensor : request.inputs()) {
            TensorSpec spec = inputs.get(tensor.name());
            if (spec == null) {
                throw fault("input '" + tensor.name() + "' is not one of this model's: " + inputs.keySet());
            }
            if (!seen.add(tensor.name())) {
                throw fault("input '" + tensor.name() + "' is given twice");
            }
            requireFit(spec, tensor);
        }
        if (seen.size() < inputs.size()) {
            Set<String> missing = new HashSet<>(inputs.keySet());
            missing.removeAll(seen);
            throw fault("inputs are missing: " + missing);
        }
        for (String output : request.outputs()) {
            if (!outputs.contains(output)) {
                throw fault("output '" + output + "' is not one of this model's: " + outputs);
            }
        }
    }

    private static void requireFit(TensorSpec spec, Tensor tensor) throws InferenceException {
        if (!spec.datatype().equals(tensor.datatype())) {
            throw fault("input '" + spec.name() + "' must be " + spec.datatype() + ", not " + tensor.datatype());
        }
        long[] shape = tensor.shape();
        boolean fits = shape.length == spec.shape().size();
        for (int i = 0; fits && i < shape.length; i++) {
            long expected = spec.shape().get(i);
            fits = expected == -1 ? shape[i] > 0 : expected == shape[i];
        }
        if (!fits) {
            throw fault("input '" + spec.name() + "' must have shape " + spec.shape() + " (-1: any length), not "
                    + Arrays.toString(shape));
        }
    }

    private static InferenceException fault(String message) {
        return new InferenceException(Fault.REQUEST, message);
    }
}
