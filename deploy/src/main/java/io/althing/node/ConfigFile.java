package io.althing.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * Reads a process's configuration: YAML, and so JSON too. Every field must be known, and every one without a default must be there.
 */
final class ConfigFile {
    private static final JsonMapper STRICT = JsonMapper.builder().addModule(new Jdk8Module())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(com.fasterxml.jackson.databind.MapperFeature.ALLOW_COERCION_OF_SCALARS).build();

    private ConfigFile() {}

    /**
     * The file as a record of the type.
     *
     * @throws ConfigException naming file, field and what is wrong
     */
    static <T> T read(Path file, Class<T> type) throws ConfigException {
        try {
            Object tree = new Load(LoadSettings.builder().setLabel(file.toString()).build())
                    .loadFromString(Files.readString(file));
            if (tree == null) {
                throw new ConfigException(file + " is empty");
            }
            return STRICT.readValue(STRICT.writeValueAsBytes(tree), type);
        } catch (NoSuchFileException e) {
            throw new ConfigException("there is no configuration file " + file, e);
        } catch (MarkedYamlEngineException e) {
            throw new ConfigException(file + ", line " + line(e) + ": " + e.getProblem(), e);
        } catch (UnrecognizedPropertyException e) {
            throw new ConfigException(file + ": there is no field '" + path(e) + "'; there are "
                    + e.getKnownPropertyIds().stream().map(Object::toString).sorted().collect(Collectors.joining(", ")),
                    e);
        } catch (JsonMappingException e) {
            throw new ConfigException(file + ": field '" + path(e) + "': " + cause(e), e);
        } catch (JsonProcessingException e) {
            throw new ConfigException(file + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new ConfigException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static int line(MarkedYamlEngineException e) {
        return e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    private static String path(JsonMappingException e) {
        List<String> steps = e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName()).toList();
        return String.join(".", steps);
    }

    private static String cause(JsonMappingException e) {
        return e.getCause() instanceof IllegalArgumentException own && own.getMessage() != null
                ? own.getMessage()
                : e.getOriginalMessage().replaceAll("\\s*\\(.*", "");
    }
}
