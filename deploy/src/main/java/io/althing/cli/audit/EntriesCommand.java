package io.althing.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.althing.audit.EntryFilter;
import io.althing.cli.ClusterOptions;
import io.althing.client.Call;
import io.althing.client.ExitCode;
import io.althing.client.Json;
import io.althing.client.TextTable;
import io.althing.client.UserError;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code althing audit entries}. */
@Command(name = "entries", description = "Find entries by model, version, region, actor, action, rollout, request id and time, newest first. Asks a region, and believes it; `prove` or `export` what matters.")
final class EntriesCommand implements Callable<Integer> {
    private static final int PAGE = 500;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private FilterOptions filter = new FilterOptions();

    @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "how many at most (default: ${DEFAULT-VALUE})")
    private int limit = 20;

    @Option(names = "--oldest", description = "oldest first")
    private boolean oldest;

    @Override
    public Integer call() {
        if (limit < 1) {
            throw UserError.usage("--limit must be at least 1");
        }
        ArrayNode found = Json.mapper().createArrayNode();
        Optional<String> next = Optional.empty();
        do {
            JsonNode page = cluster.reader().need(Call.get(path(limit - found.size(), next))).json();
            page.path("items").forEach(found::add);
            next = Optional.ofNullable(page.get("nextPageToken")).map(JsonNode::asText);
        } while (next.isPresent() && found.size() < limit);
        if (cluster.json()) {
            cluster.out().println(Json.pretty(found));
        } else {
            print(found);
        }
        cluster.out().flush();
        return ExitCode.OK;
    }

    private String path(int wanted, Optional<String> next) {
        EntryFilter conditions = filter.filter();
        StringBuilder path = new StringBuilder("/v1/audit/entries?order=").append(oldest ? "oldest" : "newest")
                .append("&limit=").append(Math.min(PAGE, wanted));
        conditions.from().ifPresent(time -> path.append("&since=").append(time));
        conditions.until().ifPresent(time -> path.append("&until=").append(time));
        conditions.fields().forEach((field, value) -> path.append('&').append(field.label()).append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        next.ifPresent(token -> path.append("&pageToken=").append(token));
        return path.toString();
    }

    private void print(ArrayNode found) {
        TextTable table = new TextTable("INDEX", "TIME", "WHO", "ACTION", "WHAT");
        for (JsonNode item : found) {
            JsonNode entry = item.path("entry");
            String what = StreamSupport.stream(entry.path("events").spliterator(), false)
                    .map(event -> event.path("type").asText()).distinct().collect(Collectors.joining(", "));
            table.row(item.path("auditIndex").asText(), entry.path("time").asText(),
                    entry.path("actor").path("id").asText(), entry.path("action").asText(), what);
        }
        table.print(cluster.out(), "no entry fits");
    }
}
