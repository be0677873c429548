package io.althing.serving;

import static io.althing.serving.OipReader.fault;
import static io.althing.serving.OipReader.requireArray;
import static io.althing.serving.OipReader.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the protocol's tensors: {@code {name, shape, datatype, parameters?, data}}, data flat or nested, row by row. */
final class OipTensors {
    static final JsonFactory FACTORY = JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER).build();

    private static final int MOST_DIMENSIONS = 16;

    private OipTensors() {}

    static List<Tensor> read(JsonParser parser, String where) throws IOException, InferenceException {
        requireArray(parser, where);
        List<Tensor> tensors = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            tensors.add(new Builder(where + "[" + tensors.size() + "]").read(parser));
        }
        return tensors;
    }

    /** The parts of one tensor as they come, in any order. */
    private static final class Builder {
        private final String where;
        private @Nullable String name;
        private @Nullable String datatype;
        private long @Nullable [] shape;
        private @Nullable Values values;
        private @Nullable TokenBuffer early;

        Builder(String where) {
            this.where = where;
        }

        Tensor read(JsonParser parser) throws IOException, InferenceException {
            OipReader.requireObject(parser, parser.currentToken(), where);
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String field = parser.currentName();
                parser.nextToken();
                switch (field) {
                    case "name" -> name = text(parser, where + ".name");
                    case "datatype" -> datatype = text(parser, where + ".datatype");
                    case "shape" -> shape = readShape(parser);
                    case "parameters" -> parser.skipChildren();
                    case "data" -> readData(parser);
                    default -> throw fault("unknown field '" + field + "' in " + where);
                }
            }
            return finish();
        }

        private void readData(JsonParser parser) throws IOException, InferenceException {
            requireArray(parser, where + ".data");
            if (datatype == null) {
                TokenBuffer buffer = new TokenBuffer(parser);
                buffer.copyCurrentStructure(parser);
                early = buffer;
            } else {
                values = Values.of(datatype, where, expected());
                values.readArray(parser, 0);
            }
        }

        private Tensor finish() throws IOException, InferenceException {
            if (name == null || datatype == null || shape == null) {
                throw fault(where + " needs name, datatype and shape");
            }
            if (values == null && early != null) {
                try (JsonParser replay = early.asParser()) {
                    replay.nextToken();
                    values = Values.of(datatype, where, expected());
                    values.readArray(replay, 0);
                }
            }
            if (values == null) {
                throw fault(where + ".data is missing");
            }
            try {
                return values.tensor(name, shape);
            } catch (IllegalArgumentException e) {
                throw new InferenceException(InferenceException.Fault.REQUEST, where + ": " + e.getMessage(), e);
            }
        }

        /** A first guess at the number of values, never large on the caller's word alone. */
        private int expected() {
            long product = 1;
            for (long length : shape == null ? new long[0] : shape) {
                product = Math.min(4096, product * Math.max(1, Math.min(length, 4096)));
            }
            return (int) product;
        }

        private long[] readShape(JsonParser parser) throws IOException, InferenceException {
            requireArray(parser, where + ".shape");
            long[] lengths = new long[MOST_DIMENSIONS];
            int count = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT || count == MOST_DIMENSIONS
                        || parser.getLongValue() < 0) {
                    throw fault(
                            "'" + where + ".shape' must be at most " + MOST_DIMENSIONS + " lengths, each 0 or more");
                }
                lengths[count++] = parser.getLongValue();
            }
            return Arrays.copyOf(lengths, count);
        }
    }
}
