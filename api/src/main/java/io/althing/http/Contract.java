package io.althing.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The OpenAPI document that comes with this program. */
public final class Contract {
    private static final String RESOURCE = "/openapi.yaml";

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
     * as plain JSON.
     */
    public static Future<OpenAPIContract> load(Vertx vertx) {
        return OpenAPIContract.from(vertx, tree(text().replace(Problem.MEDIA_TYPE, "application/json")));
    }

    private static JsonObject tree(String text) {
        Map<String, Object> loaded = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
        return new JsonObject(loaded);
    }
}
