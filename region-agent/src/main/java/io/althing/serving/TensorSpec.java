package io.althing.serving;

import java.util.List;

/**
 * One tensor a model reads or writes, in the words of the Open Inference Protocol, version 2.
 *
 * @param name the tensor's name in the model
 * @param datatype such as {@code FP32} or {@code INT64}
 * @param shape the length of each dimension, -1 where it varies
 */
public record TensorSpec(String name, String datatype, List<Long> shape) {
    /** @throws IllegalArgumentException if the name or datatype is empty, or a length is below -1 */
    public TensorSpec {
        shape = List.copyOf(shape);
        if (name.isEmpty() || datatype.isEmpty()) {
            throw new IllegalArgumentException("a tensor needs a name and a datatype");
        }
        if (shape.stream().anyMatch(length -> length < -1)) {
            throw new IllegalArgumentException(
                    "tensor '" + name + "': a dimension is a length or -1 where it varies, not " + shape);
        }
    }

    @Override
    public String toString() {
        return name + " " + datatype + shape;
    }
}
