package io.althing.serving;

import static io.althing.serving.OipReader.fault;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;

/** A growing list of one kind of values, filled from a JSON array of any depth. */
abstract class Values {
    private static final int DEEPEST = 16;

    final String where;
    int count;

    Values(String where) {
        this.where = where;
    }

    static Values of(String datatype, String where, int expected) throws InferenceException {
        return switch (datatype) {
            case "FP32" -> new OfFloats(where, expected);
            case "FP64" -> new OfDoubles(where, expected);
            case "INT64" -> new OfLongs(where, expected);
            case "BYTES" -> new OfTexts(where, expected);
            default -> throw fault("'" + where + ".datatype' is " + datatype
                    + "; served here are FP32, FP64, INT64 and BYTES");
        };
    }

    abstract void add(JsonParser parser, JsonToken token) throws IOException, InferenceException;

    abstract Tensor tensor(String name, long[] shape);

    final void readArray(JsonParser parser, int depth) throws IOException, InferenceException {
        if (depth > DEEPEST) {
            throw fault("'" + where + ".data' is nested deeper than " + DEEPEST);
        }
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token == JsonToken.START_ARRAY) {
                readArray(parser, depth + 1);
            } else {
                add(parser, token);
                count++;
            }
        }
    }

    final InferenceException wrong(JsonParser parser, String kind) throws IOException {
        return fault(
                "'" + where + ".data' holds " + parser.getText() + " at position " + count + "; it must be " + kind);
    }

    final int grown(int length) {
        return Math.max(16, length * 2);
    }

    private static final class OfFloats extends Values {
        private float[] values;

        OfFloats(String where, int expected) {
            super(where);
            this.values = new float[expected];
        }

        @Override
        void add(JsonParser parser, JsonToken token) throws IOException, InferenceException {
            if (!token.isNumeric()) {
                throw wrong(parser, "a number");
            }
            float value = parser.getFloatValue();
            if (!Float.isFinite(value)) {
                throw wrong(parser, "a number that 32 bits can hold");
            }
            if (count == values.length) {
                values = Arrays.copyOf(values, grown(count));
            }
            values[count] = value;
        }

        @Override
        Tensor tensor(String name, long[] shape) {
            return new Tensor.Floats(name, shape, count == values.length ? values : Arrays.copyOf(values, count));
        }
    }

    private static final class OfDoubles extends Values {
        private double[] values;

        OfDoubles(String where, int expected) {
            super(where);
            this.values = new double[expected];
        }

        @Override
        void add(JsonParser parser, JsonToken token) throws IOException, InferenceException {
            if (!token.isNumeric()) {
                throw wrong(parser, "a number");
            }
            double value = parser.getDoubleValue();
            if (!Double.isFinite(value)) {
                throw wrong(parser, "a number that 64 bits can hold");
            }
            if (count == values.length) {
                values = Arrays.copyOf(values, grown(count));
            }
            values[count] = value;
        }

        @Override
        Tensor tensor(String name, long[] shape) {
            return new Tensor.Doubles(name, shape, Arrays.copyOf(values, count));
        }
    }

    private static final class OfLongs extends Values {
        private long[] values;

        OfLongs(String where, int expected) {
            super(where);
            this.values = new long[expected];
        }

        @Override
        void add(JsonParser parser, JsonToken token) throws IOException, InferenceException {
            if (token != JsonToken.VALUE_NUMBER_INT || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                throw wrong(parser, "a whole number of 64 bits");
            }
            if (count == values.length) {
                values = Arrays.copyOf(values, grown(count));
            }
            values[count] = parser.getLongValue();
        }

        @Override
        Tensor tensor(String name, long[] shape) {
            return new Tensor.Longs(name, shape, Arrays.copyOf(values, count));
        }
    }

    private static final class OfTexts extends Values {
        private String[] values;

        OfTexts(String where, int expected) {
            super(where);
            this.values = new String[expected];
            Arrays.fill(values, "");
        }

        @Override
        void add(JsonParser parser, JsonToken token) throws IOException, InferenceException {
            if (token != JsonToken.VALUE_STRING) {
                throw wrong(parser, "a string");
            }
            if (count == values.length) {
                values = Arrays.copyOf(values, grown(count));
            }
            values[count] = parser.getText();
        }

        @Override
        Tensor tensor(String name, long[] shape) {
            return new Tensor.Texts(name, shape, Arrays.copyOf(values, count));
        }
    }
}
