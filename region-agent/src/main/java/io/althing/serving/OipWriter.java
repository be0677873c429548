package io.althing.serving;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.althing.registry.ModelName;
import io.althing.registry.VersionId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** Writes the bodies of the Open Inference Protocol, version 2 (REST). */
final class OipWriter {
    private static final JsonFactory JSON = JsonFactory.builder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private OipWriter() {}

    /** What is written into a body. */
    interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    /** An object with the fields the content writes. */
    static byte[] object(Content fields) {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(512)) {
            try (JsonGenerator json = JSON.createGenerator(bytes)) {
                json.writeStartObject();
                fields.write(json);
                json.writeEndObject();
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail to be written", e);
        }
    }

    static byte[] error(String message) {
        return object(json -> json.writeStringField("error", message));
    }

    static byte[] response(ModelName model, VersionId version, Optional<String> id, List<Tensor> outputs) {
        return object(json -> {
            json.writeStringField("model_name", model.value());
            json.writeStringField("model_version", version.value());
            if (id.isPresent()) {
                json.writeStringField("id", id.get());
            }
            json.writeArrayFieldStart("outputs");
            for (Tensor output : outputs) {
                tensor(json, output);
            }
            json.writeEndArray();
        });
    }

    static byte[] request(InferRequest request) {
        return object(json -> {
            if (request.id().isPresent()) {
                json.writeStringField("id", request.id().get());
            }
            json.writeArrayFieldStart("inputs");
            for (Tensor input : request.inputs()) {
                tensor(json, input);
            }
            json.writeEndArray();
            if (!request.outputs().isEmpty()) {
                json.writeArrayFieldStart("outputs");
                for (String output : request.outputs()) {
                    json.writeStartObject();
                    json.writeStringField("name", output);
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
        });
    }

    static void specs(JsonGenerator json, String field, List<TensorSpec> specs) throws IOException {
        json.writeArrayFieldStart(field);
        for (TensorSpec spec : specs) {
            json.writeStartObject();
            json.writeStringField("name", spec.name());
            json.writeStringField("datatype", spec.datatype());
            json.writeFieldName("shape");
            long[] shape = spec.shape().stream().mapToLong(Long::longValue).toArray();
            json.writeArray(shape, 0, shape.length);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void tensor(JsonGenerator json, Tensor tensor) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", tensor.name());
        json.writeStringField("datatype", tensor.datatype());
        json.writeFieldName("shape");
        json.writeArray(tensor.shape(), 0, tensor.shape().length);
        json.writeArrayFieldStart("data");
        data(json, tensor);
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void data(JsonGenerator json, Tensor tensor) throws IOException {
        switch (tensor) {
            case Tensor.Floats floats -> {
                for (float value : floats.values()) {
                    json.writeNumber(value);
                }
            }
            case Tensor.Doubles doubles -> {
                for (double value : doubles.values()) {
                    json.writeNumber(value);
                }
            }
            case Tensor.Longs longs -> {
                for (long value : longs.values()) {
                    json.writeNumber(value);
                }
            }
            case Tensor.Texts texts -> {
                for (String value : texts.values()) {
                    json.writeString(value);
                }
            }
        }
    }
}
