package io.althing.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.althing.policy.EffectivePolicy.Line;
import io.althing.policy.EffectivePolicy.Origin;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The file laid over its profile laid over the defaults. Groups of fields are merged field by field; lists and the choice of a
 * strategy are taken whole from the topmost layer that has them.
 */
final class Layers {
    private static final String STRATEGY = "spec.strategy";

    private final ObjectNode file;
    private final ObjectNode profile;
    private final ObjectNode defaults;

    private Layers(JsonNode file, ObjectNode profile, ObjectNode defaults) {
        this.file = (ObjectNode) file;
        this.profile = profile;
        this.defaults = defaults;
    }

    static Layers region(JsonNode file) {
        ObjectNode defaults = resource("region-defaults.yaml");
        String standard = Paths.at(defaults, "spec.profile").asText();
        String profile = Paths.at(file, "spec.profile").asText(standard);
        return new Layers(file, resource("profile-" + profile + ".yaml"), defaults);
    }

    static Layers global(JsonNode file) {
        ObjectNode defaults = resource("global-defaults.yaml");
        return new Layers(file, defaults.objectNode(), defaults);
    }

    private static ObjectNode resource(String name) {
        try (InputStream in = Layers.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + name);
            }
            YamlDocument document = YamlDocument.parse(name, in.readAllBytes());
            if (!document.faults().isEmpty()) {
                throw new IllegalStateException(document.faults().toString());
            }
            return (ObjectNode) document.tree();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All layers as one tree. */
    ObjectNode merged() {
        return merge("", file, merge("", profile, defaults));
    }

    private static ObjectNode merge(String path, ObjectNode over, ObjectNode under) {
        ObjectNode result = under.deepCopy();
        for (Map.Entry<String, JsonNode> field : over.properties()) {
            String child = Paths.child(path, field.getKey());
            JsonNode below = under.path(field.getKey());
            boolean group = field.getValue().isObject() && below.isObject() && !child.equals(STRATEGY);
            result.set(field.getKey(), group
                    ? merge(child, (ObjectNode) field.getValue(), (ObjectNode) below)
                    : field.getValue());
        }
        return result;
    }

    /** Every value of the merged tree with its origin, in the order of the field names. */
    EffectivePolicy effective() {
        var lines = new ArrayList<Line>();
        walk("", merged(), lines);
        return new EffectivePolicy(lines);
    }

    private void walk(String path, JsonNode node, List<Line> lines) {
        if (node.isObject() && !node.isEmpty()) {
            var names = new TreeSet<String>();
            node.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> walk(Paths.child(path, name), node.get(name), lines));
        } else if (node.isArray() && !node.isEmpty() && node.get(0).isObject()) {
            for (int i = 0; i < node.size(); i++) {
                lines.add(new Line(Paths.item(path, i), plain(node.get(i)), origin(path)));
            }
        } else {
            lines.add(new Line(path, plain(node), origin(path)));
        }
    }

    private Origin origin(String path) {
        return !Paths.at(file, path).isMissingNode()
                ? Origin.FILE
                : !Paths.at(profile, path).isMissingNode() ? Origin.PROFILE : Origin.DEFAULT;
    }

    private static String plain(JsonNode node) {
        return node.toString().replace("\"", "");
    }
}
