package io.althing.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The published shape of a policy file: a JSON Schema, draft 2020-12, found on the class path as
 * {@code io/althing/policy/region-policy.schema.json} and {@code global-policy.schema.json}.
 */
public final class PolicySchema {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final JsonNode text;
    private final Schema schema;

    private PolicySchema(JsonNode text) {
        this.text = text;
        this.schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(text);
    }

    /** The schema of a region's file. */
    public static PolicySchema region() {
        return new PolicySchema(resource("region-policy.schema.json"));
    }

    /** The schema of the administrators' file. */
    public static PolicySchema global() {
        return new PolicySchema(resource("global-policy.schema.json"));
    }

    /** The schema itself, for editors and documentation. */
    public String json() {
        return text.toPrettyString();
    }

    private static JsonNode resource(String name) {
        try (InputStream in = PolicySchema.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + name);
            }
            return MAPPER.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything in which the document departs from the schema. */
    List<Fault> faults(YamlDocument document) {
        var faults = new ArrayList<Fault>();
        for (Error error : schema.validate(document.tree())) {
            fault(document, error).filter(f -> !faults.contains(f)).ifPresent(faults::add);
        }
        return faults;
    }

    private Optional<Fault> fault(YamlDocument document, Error error) {
        String at = path(error);
        JsonNode rule = Paths.at(text, "").at(pointer(error));
        String keyword = error.getKeyword();
        if (keyword.equals("anyOf")) {
            return Optional.of(document.faultAt(at, choices(rule)));
        }
        if (error.getEvaluationPath().toString().contains("/anyOf/")) {
            return Optional.empty();
        }
        return Optional.of(switch (keyword) {
            case "additionalProperties", "unevaluatedProperties" ->
                document.faultAt(Paths.child(at, error.getProperty()), "is not a field of a policy; here one may write "
                        + names(sibling(error, "properties")));
            case "required" -> document.faultAt(Paths.child(at, error.getProperty()), "is missing; add it");
            case "enum" -> document.faultAt(at, "must be one of " + values(rule));
            case "const" -> document.faultAt(at, "must be " + Paths.show(rule));
            case "pattern" -> document.faultAt(at,
                    "must be " + sibling(error, "description").asText("of the form " + Paths.show(rule)));
            case "type" -> document.faultAt(at, "must be " + kind(rule.asText()) + description(error));
            case "minimum" -> document.faultAt(at, "must be at least " + rule.asText());
            case "maximum" -> document.faultAt(at, "must be at most " + rule.asText());
            case "exclusiveMinimum" -> document.faultAt(at, "must be above " + rule.asText());
            case "exclusiveMaximum" -> document.faultAt(at, "must be below " + rule.asText());
            case "multipleOf" -> document.faultAt(at, "must be a multiple of " + rule.asText());
            case "minItems" -> document.faultAt(at, "must have at least " + rule.asText() + " items");
            case "minProperties", "maxProperties" ->
                document.faultAt(at, "must have exactly one of " + names(sibling(error, "properties")));
            default -> document.faultAt(at, error.getMessage());
        });
    }

    private static String path(Error error) {
        String path = "";
        for (int i = 0; i < error.getInstanceLocation().getNameCount(); i++) {
            Object element = error.getInstanceLocation().getElement(i);
            path = element instanceof Integer index ? Paths.item(path, index) : Paths.child(path, element.toString());
        }
        return path;
    }

    private static String pointer(Error error) {
        return error.getSchemaLocation().getFragment().toString();
    }

    private JsonNode sibling(Error error, String keyword) {
        String pointer = pointer(error);
        return text.at(pointer.substring(0, pointer.lastIndexOf('/'))).path(keyword);
    }

    private String description(Error error) {
        String words = sibling(error, "description").asText("");
        return words.isEmpty() ? "" : ": " + words;
    }

    private static String choices(JsonNode alternatives) {
        var words = new ArrayList<String>();
        for (JsonNode alternative : alternatives) {
            if (alternative.has("const")) {
                words.add(Paths.show(alternative.get("const")));
            } else if (alternative.has("enum")) {
                words.add(values(alternative.get("enum")));
            } else {
                words.add("{" + names(alternative.path("properties")) + ": …}");
            }
        }
        return "must be " + String.join(", or ", words);
    }

    private static String names(JsonNode properties) {
        var names = new ArrayList<String>();
        properties.fieldNames().forEachRemaining(names::add);
        return names.isEmpty() ? "nothing" : String.join(", ", names);
    }

    private static String values(JsonNode list) {
        var words = new ArrayList<String>();
        list.forEach(v -> words.add(Paths.show(v)));
        return String.join(", ", words);
    }

    private static String kind(String type) {
        return switch (type) {
            case "object" -> "a group of fields";
            case "array" -> "a list";
            case "string" -> "text";
            case "integer" -> "a whole number";
            case "number" -> "a number";
            case "boolean" -> "true or false";
            default -> type;
        };
    }
}
