package io.althing.serving;

/**
 * Numbers or texts in a shape, row by row. The arrays are shared, not copied: whoever makes a tensor hands them over and
 * nobody changes them.
 */
public sealed interface Tensor {
    /** The tensor's name in the model. */
    String name();

    /** The Open Inference Protocol's name for the kind of values. */
    String datatype();

    /** The length of each dimension. Not to be changed. */
    long[] shape();

    /** The number of values held. */
    int size();

    /** Values of {@code FP32}. */
    final class Floats extends Shaped implements Tensor {
        private final float[] values;

        /** @throws IllegalArgumentException if the shape does not hold that many values */
        public Floats(String name, long[] shape, float[] values) {
            super(name, shape, values.length);
            this.values = values;
        }

        /** The values. Not to be changed. */
        public float[] values() {
            return values;
        }

        @Override
        public String datatype() {
            return "FP32";
        }
    }

    /** Values of {@code FP64}. */
    final class Doubles extends Shaped implements Tensor {
        private final double[] values;

        /** @throws IllegalArgumentException if the shape does not hold that many values */
        public Doubles(String name, long[] shape, double[] values) {
            super(name, shape, values.length);
            this.values = values;
        }

        /** The values. Not to be changed. */
        public double[] values() {
            return values;
        }

        @Override
        public String datatype() {
            return "FP64";
        }
    }

    /** Values of {@code INT64}. */
    final class Longs extends Shaped implements Tensor {
        private final long[] values;

        /** @throws IllegalArgumentException if the shape does not hold that many values */
        public Longs(String name, long[] shape, long[] values) {
            super(name, shape, values.length);
            this.values = values;
        }

        /** The values. Not to be changed. */
        public long[] values() {
            return values;
        }

        @Override
        public String datatype() {
            return "INT64";
        }
    }

    /** Values of {@code BYTES}, read as UTF-8 texts. */
    final class Texts extends Shaped implements Tensor {
        private final String[] values;

        /** @throws IllegalArgumentException if the shape does not hold that many values */
        public Texts(String name, long[] shape, String[] values) {
            super(name, shape, values.length);
            this.values = values;
        }

        /** The values. Not to be changed. */
        public String[] values() {
            return values;
        }

        @Override
        public String datatype() {
            return "BYTES";
        }
    }
}
