package io.althing.resource;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The OpenAPI document as one plain page: no scripts, nothing loaded from elsewhere. */
final class DocsPage {
    private static final String STYLE = """
            body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}
            h1{font-size:1.6rem}h2{margin-top:2.5rem;border-bottom:1px solid #ccc}
            section{margin:1rem 0;padding:.5rem 1rem;border-left:4px solid #88a}
            code{background:#f3f3f6;padding:.1rem .3rem;border-radius:3px}
            table{border-collapse:collapse;margin:.5rem 0}td,th{text-align:left;padding:.15rem .8rem .15rem 0;vertical-align:top}
            .method{font-weight:700;display:inline-block;min-width:4.5rem}
            @media(prefers-color-scheme:dark){body{background:#16161a;color:#ddd}code{background:#2a2a30}}
            """;

    private final JsonObject document;

    DocsPage(JsonObject document) {
        this.document = document;
    }

    String html() {
        JsonObject info = document.getJsonObject("info");
        var page = new StringBuilder("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">");
        page.append("<meta name=\"viewport\" content=\"width=device-width\"><title>").append(text(info, "title"))
                .append("</title><style>").append(STYLE).append("</style></head><body><h1>").append(text(info, "title"))
                .append("</h1>").append(paragraphs(info)).append("<p>The same for programs: <a href=\"/openapi.yaml\">")
                .append("openapi.yaml</a></p>");
        page.append("<h2>What can be asked</h2>");
        for (Map.Entry<String, Object> path : document.getJsonObject("paths")) {
            for (Map.Entry<String, Object> method : (JsonObject) path.getValue()) {
                if (method.getValue() instanceof JsonObject operation) {
                    operation(page, method.getKey(), path.getKey(), operation);
                }
            }
        }
        page.append("<h2>Shapes</h2>");
        for (Map.Entry<String, Object> schema : document.getJsonObject("components").getJsonObject("schemas")) {
            schema(page, schema.getKey(), (JsonObject) schema.getValue());
        }
        return page.append("</body></html>").toString();
    }

    private void operation(StringBuilder page, String method, String path, JsonObject operation) {
        page.append("<section><p><span class=\"method\">").append(method.toUpperCase(java.util.Locale.ROOT))
                .append("</span> <code>").append(escape(path)).append("</code> ").append(text(operation, "summary"))
                .append("</p>").append(paragraphs(operation));
        var rows = new StringBuilder();
        for (Object each : operation.getJsonArray("parameters", new JsonArray())) {
            JsonObject parameter = resolved((JsonObject) each);
            if (!"path".equals(parameter.getString("in"))) {
                row(rows, text(parameter, "name") + " (" + text(parameter, "in") + ")", text(parameter, "description"));
            }
        }
        Optional.ofNullable(operation.getJsonObject("requestBody"))
                .ifPresent(body -> row(rows, "body", body(body)));
        for (Map.Entry<String, Object> answer : operation.getJsonObject("responses")) {
            JsonObject response = resolved((JsonObject) answer.getValue());
            row(rows, escape(answer.getKey()), text(response, "description") + " " + body(response));
        }
        page.append("<table>").append(rows).append("</table></section>");
    }

    private String body(JsonObject holder) {
        return holder.getJsonObject("content", new JsonObject()).stream()
                .map(media -> type(((JsonObject) media.getValue()).getJsonObject("schema", new JsonObject())))
                .collect(Collectors.joining(" or "));
    }

    private void schema(StringBuilder page, String name, JsonObject schema) {
        page.append("<section id=\"").append(escape(name)).append("\"><p><b>").append(escape(name)).append("</b> ")
                .append(type(schema)).append("</p>").append(paragraphs(schema)).append("<table>");
        for (Map.Entry<String, Object> property : schema.getJsonObject("properties", new JsonObject())) {
            JsonObject shape = (JsonObject) property.getValue();
            boolean required = schema.getJsonArray("required", new JsonArray()).contains(property.getKey());
            row(page, "<code>" + escape(property.getKey()) + "</code>" + (required ? "" : " (optional)"),
                    type(shape) + " " + text(shape, "description"));
        }
        page.append("</table></section>");
    }

    private String type(JsonObject schema) {
        String reference = schema.getString("$ref");
        if (reference != null) {
            String name = escape(reference.substring(reference.lastIndexOf('/') + 1));
            return "<a href=\"#" + name + "\">" + name + "</a>";
        }
        JsonArray choices = schema.getJsonArray("oneOf", new JsonArray());
        if (!choices.isEmpty()) {
            return choices.stream().map(choice -> type((JsonObject) choice)).collect(Collectors.joining(" or "));
        }
        if (schema.containsKey("enum")) {
            return schema.getJsonArray("enum").stream().map(word -> "<code>" + escape(word.toString()) + "</code>")
                    .collect(Collectors.joining(" | "));
        }
        JsonObject items = schema.getJsonObject("items");
        return items == null ? text(schema, "type") : "list of " + type(items);
    }

    private JsonObject resolved(JsonObject holder) {
        String reference = holder.getString("$ref");
        if (reference == null) {
            return holder;
        }
        JsonObject found = document;
        for (String step : reference.substring("#/".length()).split("/", -1)) {
            found = found.getJsonObject(step);
        }
        return found;
    }

    private static void row(StringBuilder page, String left, String right) {
        page.append("<tr><td>").append(left).append("</td><td>").append(right).append("</td></tr>");
    }

    private static String paragraphs(JsonObject holder) {
        String description = text(holder, "description");
        return description.isEmpty() ? "" : "<p>" + description.replace("\n\n", "</p><p>") + "</p>";
    }

    private static String text(JsonObject holder, String name) {
        return holder.getValue(name) instanceof String text ? escape(text) : "";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
