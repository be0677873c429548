package io.althing.registry;

import java.util.List;

/** What goes into a model and what comes out, in the words of the Open Inference Protocol v2. */
public record IoSchema(List<Tensor> inputs, List<Tensor> outputs) {
    /** Copies the lists. */
    public IoSchema {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /**
     * One named tensor.
     *
     * @param datatype an Open Inference Protocol v2 datatype, for example {@code FP32}
     * @param shape extents; -1 is a free extent, usually the batch
     */
    public record Tensor(String name, String datatype, List<Long> shape) {
        /** @throws IllegalArgumentException if the name is blank or an extent is below -1 */
        public Tensor {
            shape = List.copyOf(shape);
            if (name.isBlank() || datatype.isBlank()) {
                throw new IllegalArgumentException("a tensor needs a name and a datatype");
            }
            if (shape.stream().anyMatch(extent -> extent < -1)) {
                throw new IllegalArgumentException("tensor '" + name + "' has an extent below -1");
            }
        }
    }
}
