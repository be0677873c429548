package io.althing.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;

/** Field paths such as {@code spec.analysis.metrics[1].name}. */
final class Paths {
    private static final int SHOWN = 80;

    private Paths() {}

    static String child(String parent, String name) {
        return parent.isEmpty() ? name : parent + "." + name;
    }

    static String item(String parent, int index) {
        return parent + "[" + index + "]";
    }

    /** The path one level up; empty at the top. */
    static String parent(String path) {
        return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
    }

    /** The node at the path, or a missing one. */
    static JsonNode at(JsonNode tree, String path) {
        JsonNode node = tree;
        for (String part : parts(path)) {
            node = part.startsWith("[")
                    ? node.path(Integer.parseInt(part.substring(1, part.length() - 1)))
                    : node.path(part);
        }
        return node;
    }

    private static List<String> parts(String path) {
        var parts = new ArrayList<String>();
        int start = 0;
        for (int i = 0; i <= path.length(); i++) {
            if (i == path.length() || path.charAt(i) == '.' || path.charAt(i) == '[') {
                if (i > start) {
                    parts.add(path.substring(start, i));
                }
                start = i < path.length() && path.charAt(i) == '.' ? i + 1 : i;
            }
        }
        return parts;
    }

    /** What a node says, short enough for a message. */
    static String show(JsonNode node) {
        if (node instanceof MissingNode) {
            return "";
        }
        String text = node.isTextual() ? node.textValue() : node.toString();
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN - 1) + "…";
    }
}
