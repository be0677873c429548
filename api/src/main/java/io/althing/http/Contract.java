package io.althing.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The OpenAPI document that comes with this program. */
public final class Contract {
    private static final String RESOURCE = "/openapi.yaml";
    private static final String PLAIN = "x-plain";

    private Contract() {}

    /** The document's text. */
    public static String text() {
        try (InputStream in = Contract.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the class path lacks " + RESOURCE);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The document as a tree. */
    public static JsonObject tree() {
        return tree(text());
    }

    /**
     * The document for routing and validation. The library knows no {@code application/problem+json}, so problem documents appear in it
     * as plain JSON. Paths marked {@code x-plain} carry other things than JSON and are left out. So are optional query parameters that may
     * be any text: the library would take one that reads 1.5 for a number and refuse it.
     */
    public static Future<OpenAPIContract> load(Vertx vertx) {
        JsonObject document = tree(text().replace(Problem.MEDIA_TYPE, "application/json"));
        JsonObject paths = document.getJsonObject("paths");
        List.copyOf(paths.fieldNames()).stream().filter(path -> paths.getJsonObject(path).getBoolean(PLAIN, false))
                .forEach(paths::remove);
        paths.forEach(path -> ((JsonObject) path.getValue()).forEach(Contract::leaveTextAlone));
        return OpenAPIContract.from(vertx, document);
    }

    private static void leaveTextAlone(Map.Entry<String, Object> operation) {
        if (operation.getValue() instanceof JsonObject described
                && described.getValue("parameters") instanceof JsonArray parameters) {
            described.put("parameters", new JsonArray(parameters.stream().filter(one -> !anyText(one)).toList()));
        }
    }

    private static boolean anyText(Object parameter) {
        return parameter instanceof JsonObject described && "query".equals(described.getString("in"))
                && !described.getBoolean("required", false)
                && new JsonObject().put("type", "string").equals(described.getJsonObject("schema"));
    }

    private static JsonObject tree(String text) {
        @SuppressWarnings("unchecked")
        var loaded = (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromString(text);
        return new JsonObject(loaded);
    }
}
