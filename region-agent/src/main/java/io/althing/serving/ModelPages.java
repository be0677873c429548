package io.althing.serving;

import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The protocol's pages about the server and its models. */
final class ModelPages {
    private final Hosting hosting;
    private final Map<String, ModelRoute> routes;

    ModelPages(Hosting hosting, Map<String, ModelRoute> routes) {
        this.hosting = hosting;
        this.routes = routes;
    }

    void server(HttpServerRequest request) {
        Reply.json(request, 200, OipWriter.object(json -> {
            json.writeStringField("name", "althing");
            json.writeStringField("version", "2");
            json.writeArrayFieldStart("extensions");
            json.writeEndArray();
        }));
    }

    void live(HttpServerRequest request) {
        Reply.json(request, 200, OipWriter.object(json -> json.writeBooleanField("live", true)));
    }

    /** Ready once there is traffic to serve; each route holds only loaded versions. */
    void ready(HttpServerRequest request) {
        boolean ready = !routes.isEmpty();
        Reply.json(request, ready ? 200 : 503, OipWriter.object(json -> json.writeBooleanField("ready", ready)));
    }

    void model(HttpServerRequest request, OipPath path) {
        Optional<HostedVersion> version = path.version().isPresent()
                ? hosting.find(path.model(), path.version().get())
                : Optional.ofNullable(routes.get(path.model())).map(route -> route.stable().hosted());
        if (path.verb() == OipPath.Verb.READY) {
            ready(request, path, version.isPresent());
        } else if (version.isPresent()) {
            metadata(request, path, version.get());
        } else {
            Reply.error(request, 404, notServed(path));
        }
    }

    private static void ready(HttpServerRequest request, OipPath path, boolean ready) {
        Reply.json(request, ready ? 200 : 404, OipWriter.object(json -> {
            json.writeStringField("name", path.model());
            json.writeBooleanField("ready", ready);
        }));
    }

    private void metadata(HttpServerRequest request, OipPath path, HostedVersion version) {
        List<HostedVersion> all = hosting.versions(path.model());
        Reply.json(request, 200, OipWriter.object(json -> {
            json.writeStringField("name", path.model());
            json.writeArrayFieldStart("versions");
            for (HostedVersion each : all) {
                json.writeString(each.version().value());
            }
            json.writeEndArray();
            json.writeStringField("platform", hosting.platform());
            OipWriter.specs(json, "inputs", version.schema().inputs());
            OipWriter.specs(json, "outputs", version.schema().outputs());
        }));
    }

    static String notServed(OipPath path) {
        return path.version().map(version -> "version '" + version + "' of model '" + path.model()
                + "' is not loaded in this region").orElse("model '" + path.model() + "' is not served in this region");
    }
}
