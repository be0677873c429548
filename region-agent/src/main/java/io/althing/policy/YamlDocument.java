package io.althing.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** One YAML 1.2 document as a JSON tree, with the line of every field. Numbers keep their decimals exactly. */
final class YamlDocument {
    private static final int MOST_BYTES = 256 * 1024;
    private static final int MOST_NODES = 20_000;
    private static final int DEEPEST = 32;
    private static final int LONGEST_NUMBER = 40;
    private static final JsonNodeFactory JSON = new JsonNodeFactory(true);

    private final String file;
    private final Map<String, Integer> lines = new HashMap<>();
    private final List<Fault> faults = new ArrayList<>();
    private JsonNode tree = JSON.objectNode();
    private int nodes;

    private YamlDocument(String file) {
        this.file = file;
    }

    /** Reads the bytes; what cannot be read is among {@link #faults()}. */
    static YamlDocument parse(String file, byte[] bytes) {
        var document = new YamlDocument(file);
        if (bytes.length > MOST_BYTES) {
            document.fault(0, "", "", "is " + bytes.length + " bytes long; a policy file may have " + MOST_BYTES);
            return document;
        }
        try {
            document.compose(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            document.fault(0, "", "", "is not UTF-8 text; save it as UTF-8");
        }
        return document;
    }

    private void compose(String text) {
        LoadSettings settings = LoadSettings.builder().setLabel(file).build();
        try {
            Optional<Node> root = Optional.empty();
            for (Node each : new Compose(settings).composeAllFromString(text)) {
                if (root.isPresent()) {
                    fault(line(each), "", "", "holds more than one YAML document; keep one per file");
                    return;
                }
                root = Optional.of(each);
            }
            if (root.isEmpty() || !(root.get() instanceof MappingNode)) {
                fault(root.map(YamlDocument::line).orElse(0), "", "",
                        "does not hold a policy; begin with apiVersion, kind, metadata and spec");
                return;
            }
            tree = convert(root.get(), "", 0);
        } catch (MarkedYamlEngineException e) {
            fault(e.getProblemMark().map(m -> m.getLine() + 1).orElse(0), "", "",
                    "is not well-formed YAML: " + e.getProblem() + e.getProblemMark()
                            .map(m -> " in column " + (m.getColumn() + 1)).orElse(""));
        } catch (YamlEngineException e) {
            fault(0, "", "", "is not well-formed YAML: " + e.getMessage());
        }
    }

    private JsonNode convert(Node node, String path, int depth) {
        nodes++;
        if (depth > DEEPEST || nodes > MOST_NODES) {
            if (faults.stream().noneMatch(f -> f.problem().startsWith("is nested"))) {
                fault(line(node), path, "", "is nested too deeply or too large; a policy needs neither");
            }
            return JSON.nullNode();
        }
        lines.putIfAbsent(path, line(node));
        return switch (node) {
            case MappingNode mapping -> mapping(mapping, path, depth);
            case SequenceNode sequence -> {
                var array = JSON.arrayNode();
                for (int i = 0; i < sequence.getValue().size(); i++) {
                    array.add(convert(sequence.getValue().get(i), Paths.item(path, i), depth + 1));
                }
                yield array;
            }
            case ScalarNode scalar -> scalar(scalar);
            default -> {
                fault(line(node), path, "", "uses a YAML feature that policies do not have");
                yield JSON.nullNode();
            }
        };
    }

    private ObjectNode mapping(MappingNode mapping, String path, int depth) {
        ObjectNode object = JSON.objectNode();
        for (NodeTuple entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                fault(line(entry.getKeyNode()), path, "", "has a field name that is not a plain word");
                continue;
            }
            String child = Paths.child(path, key.getValue());
            if (object.has(key.getValue())) {
                fault(line(key), child, "", "is given twice; keep one of them");
                continue;
            }
            lines.put(child, line(key));
            object.set(key.getValue(), convert(entry.getValueNode(), child, depth + 1));
        }
        return object;
    }

    private static JsonNode scalar(ScalarNode scalar) {
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.NULL)) {
            return JSON.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return JSON.booleanNode(Boolean.parseBoolean(text));
        }
        try {
            if (tag.equals(Tag.INT) && text.length() <= LONGEST_NUMBER) {
                return integer(new BigInteger(text));
            }
            if (tag.equals(Tag.FLOAT) && text.length() <= LONGEST_NUMBER) {
                return JSON.numberNode(new BigDecimal(text));
            }
        } catch (NumberFormatException e) {
            return JSON.textNode(text);
        }
        return JSON.textNode(text);
    }

    private static JsonNode integer(BigInteger value) {
        return value.bitLength() < Long.SIZE ? JSON.numberNode(value.longValue()) : JSON.numberNode(value);
    }

    private static int line(Node node) {
        return node.getStartMark().map(m -> m.getLine() + 1).orElse(0);
    }

    private void fault(int line, String field, String value, String problem) {
        faults.add(new Fault(file, line, field, value, problem));
    }

    String file() {
        return file;
    }

    JsonNode tree() {
        return tree;
    }

    List<Fault> faults() {
        return List.copyOf(faults);
    }

    /** A fault of a field, at its line or, if the file does not name it, at the line of what encloses it. */
    Fault faultAt(String field, String problem) {
        return new Fault(file, lineOf(field), field, Paths.show(Paths.at(tree, field)), problem);
    }

    private int lineOf(String field) {
        String path = field;
        while (!path.isEmpty() && !lines.containsKey(path)) {
            path = Paths.parent(path);
        }
        return path.isEmpty() ? 0 : lines.getOrDefault(path, 0);
    }
}
