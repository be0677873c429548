package io.althing.serving;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.althing.serving.InferenceException.Fault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the bodies of the Open Inference Protocol, version 2 (REST). Unknown fields are refused by name. */
final class OipReader {
    private static final JsonFactory JSON = OipTensors.FACTORY;

    private OipReader() {}

    /** @throws InferenceException with {@link Fault#REQUEST} if the body is not an inference request; the message says where */
    static InferRequest request(byte[] body) throws InferenceException {
        try (JsonParser parser = JSON.createParser(body)) {
            requireObject(parser, "the body");
            Optional<String> id = Optional.empty();
            Optional<List<Tensor>> inputs = Optional.empty();
            List<String> outputs = List.of();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String field = parser.currentName();
                parser.nextToken();
                switch (field) {
                    case "id" -> id = Optional.of(text(parser, "id"));
                    case "parameters" -> parser.skipChildren();
                    case "inputs" -> inputs = Optional.of(OipTensors.read(parser, "inputs"));
                    case "outputs" -> outputs = outputNames(parser);
                    default -> throw fault("unknown field '" + field + "'; an inference request has id, parameters,"
                            + " inputs and outputs");
                }
            }
            requireEnd(parser);
            return new InferRequest(id, inputs.orElseThrow(() -> fault("'inputs' is missing")), outputs);
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    /** @throws InferenceException with {@link Fault#MODEL} if the body is not an answer; an {@code error} field is one */
    static List<Tensor> response(byte[] body) throws InferenceException {
        try (JsonParser parser = JSON.createParser(body)) {
            requireObject(parser, "the answer");
            List<Tensor> outputs = List.of();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String field = parser.currentName();
                parser.nextToken();
                switch (field) {
                    case "outputs" -> outputs = OipTensors.read(parser, "outputs");
                    case "error" -> throw new InferenceException(Fault.MODEL, parser.getText());
                    default -> parser.skipChildren();
                }
            }
            return outputs;
        } catch (IOException e) {
            throw new InferenceException(Fault.MODEL, "the answer is not an inference response: " + e.getMessage(), e);
        }
    }

    private static List<String> outputNames(JsonParser parser) throws IOException, InferenceException {
        requireArray(parser, "outputs");
        List<String> names = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            requireObject(parser, parser.currentToken(), "outputs[" + names.size() + "]");
            Optional<String> name = Optional.empty();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String field = parser.currentName();
                parser.nextToken();
                switch (field) {
                    case "name" -> name = Optional.of(text(parser, "outputs[" + names.size() + "].name"));
                    case "parameters" -> parser.skipChildren();
                    default -> throw fault("unknown field '" + field + "' in outputs[" + names.size() + "]");
                }
            }
            int at = names.size();
            names.add(name.orElseThrow(() -> fault("outputs[" + at + "].name is missing")));
        }
        return names;
    }

    static String text(JsonParser parser, String where) throws IOException, InferenceException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw fault("'" + where + "' must be a string");
        }
        return parser.getText();
    }

    static void requireArray(JsonParser parser, String where) throws InferenceException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw fault("'" + where + "' must be an array");
        }
    }

    private static void requireObject(JsonParser parser, String where) throws IOException, InferenceException {
        requireObject(parser, parser.nextToken(), where);
    }

    static void requireObject(JsonParser parser, JsonToken token, String where) throws InferenceException {
        if (token != JsonToken.START_OBJECT) {
            throw fault(where + " must be a JSON object (line " + parser.currentLocation().getLineNr() + ")");
        }
    }

    private static void requireEnd(JsonParser parser) throws IOException, InferenceException {
        if (parser.nextToken() != null) {
            throw fault("something follows the JSON object");
        }
    }

    static InferenceException malformed(IOException e) {
        String what = e instanceof JsonProcessingException json
                ? json.getOriginalMessage() + place(json)
                : String.valueOf(e.getMessage());
        return new InferenceException(Fault.REQUEST, "the body is not valid JSON: " + what, e);
    }

    private static String place(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr() + ")";
    }

    static InferenceException fault(String message) {
        return new InferenceException(Fault.REQUEST, message);
    }
}
