package io.althing.resource;

import io.althing.audit.CanonicalJson;
import io.althing.audit.EntryField;
import io.althing.audit.EntryFilter;
import io.althing.audit.EntryRecord;
import io.althing.audit.Json;
import io.althing.http.Answer;
import io.althing.http.Call;
import io.althing.http.Resource;
import io.althing.http.Routes;
import io.althing.search.AuditSearch;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The audit log's entries, to be found and read rather than proved. */
final class AuditResource implements Resource {
    private static final int USUAL = 100;
    private static final int MOST = 1000;

    private final AuditSearch search;

    AuditResource(AuditSearch search) {
        this.search = search;
    }

    @Override
    public void bind(Routes routes) {
        routes.operation("listAuditEntries", this::list);
    }

    private Future<Answer> list(Call call) {
        AuditSearch.Query query = query(call);
        return call.read(state -> true).compose(read -> call.aside(() -> search.find(query))
                .map(page -> call.answer(read, body(page))));
    }

    private static AuditSearch.Query query(Call call) {
        Optional<Long> from = call.query("pageToken", text -> number(text, Long.MAX_VALUE))
                .or(() -> call.query("from", text -> number(text, Long.MAX_VALUE)));
        int limit = call.query("limit", text -> (int) number(text, MOST)).orElse(USUAL);
        return new AuditSearch.Query(filter(call), call.query("order", AuditResource::order)
                .orElse(AuditSearch.Order.OLDEST_FIRST), from, Math.max(1, limit));
    }

    private static EntryFilter filter(Call call) {
        EntryFilter filter = EntryFilter.ALL.between(call.query("since", AuditResource::time),
                call.query("until", AuditResource::time));
        for (EntryField field : EntryField.values()) {
            Optional<String> wanted = call.query(field.label());
            if (wanted.isPresent()) {
                filter = filter.with(field, wanted.get());
            }
        }
        return filter;
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("it must be a time in UTC like 2026-01-31T12:00:00Z", e);
        }
    }

    private static AuditSearch.Order order(String text) {
        return switch (text) {
            case "oldest" -> AuditSearch.Order.OLDEST_FIRST;
            case "newest" -> AuditSearch.Order.NEWEST_FIRST;
            default -> throw new IllegalArgumentException("it must be oldest or newest");
        };
    }

    private static long number(String text, long most) {
        long number = Long.parseLong(text);
        if (number < 0 || number > most) {
            throw new IllegalArgumentException("it must be a whole number from 0 to " + most);
        }
        return number;
    }

    private static Json body(AuditSearch.Page page) {
        List<Json> items = page.entries().stream().map(AuditResource::item).toList();
        Map<String, Json> fields = new TreeMap<>(Map.of("items", Json.array(items)));
        page.next().ifPresent(next -> fields.put("nextPageToken", Json.string(Long.toString(next))));
        return Json.object(fields);
    }

    private static Json item(EntryRecord entry) {
        byte[] bytes = entry.bytes();
        return Json.object(Map.of("auditIndex", Json.number(entry.index()), "leafHash",
                Json.string(entry.leafHash().hex()), "entry", CanonicalJson.parse(bytes), "bytes",
                Json.string(Base64.getEncoder().encodeToString(bytes))));
    }
}
