package io.althing.resource;

import io.althing.audit.Json;
import io.althing.http.Answer;
import io.althing.http.Call;
import io.althing.http.Problems;
import io.althing.http.Wire;
import io.althing.registry.RegistryState;
import io.althing.registry.Table;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** Lists in pages that stay put while rows come and go: a page token names the last key given out. */
final class Pages {
    private static final int MOST = 1000;
    private static final int USUAL = 100;
    private static final int SCAN = 5000;

    private Pages() {}

    /** One page of rows. */
    record Page<T>(List<T> items, Optional<String> next) {}

    /** What part of a list a call wants. */
    record Wanted(Optional<String> after, int size) {
        static Wanted of(Call call) {
            int size = call.query("pageSize", text -> {
                int number = Integer.parseInt(text);
                if (number < 1 || number > MOST) {
                    throw new IllegalArgumentException("a page has 1 to " + MOST + " items");
                }
                return number;
            }).orElse(USUAL);
            return new Wanted(call.query("pageToken", Wanted::key), size);
        }

        private static String key(String token) {
            try {
                return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                throw Problems.invalidField("pageToken", "it must be the nextPageToken of the page before")
                        .asException();
            }
        }

        /** Reads the page of the table's rows under the prefix that pass the filter. */
        <T> Page<T> read(RegistryState state, Table<T> table, String prefix, Predicate<T> filter) {
            List<T> items = new ArrayList<>();
            Optional<String> last = after;
            for (int scanned = 0; scanned < SCAN; scanned += size) {
                List<RegistryState.Row<T>> rows = state.range(table, prefix, last, size);
                for (RegistryState.Row<T> row : rows) {
                    if (items.size() == size) {
                        return new Page<>(items, last);
                    }
                    last = Optional.of(row.key());
                    if (filter.test(row.value())) {
                        items.add(row.value());
                    }
                }
                if (rows.size() < size) {
                    return new Page<>(items, Optional.empty());
                }
            }
            return new Page<>(items, last);
        }
    }

    /** Answers with a page of rows under the prefix, each as its record. */
    static <T extends Record> Future<Answer> of(Call call, Table<T> table, String prefix) {
        return of(call, table, prefix, row -> true, Wire::json);
    }

    /** Answers with a page of the rows that pass the filter, each as the function shows it. */
    static <T> Future<Answer> of(Call call, Table<T> table, String prefix, Predicate<T> filter,
            BiFunction<Wire, T, Json> show) {
        Wanted wanted = Wanted.of(call);
        return call.read(state -> wanted.read(state, table, prefix, filter))
                .map(read -> call.answer(read, items(read.value(), call.wire(), show)));
    }

    private static <T> Json items(Page<T> page, Wire wire, BiFunction<Wire, T, Json> show) {
        Map<String, Json> fields = new TreeMap<>();
        fields.put("items", Json.array(page.items().stream().map(item -> show.apply(wire, item)).toList()));
        page.next().ifPresent(key -> fields.put("nextPageToken", Json.string(
                Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8)))));
        return Json.object(fields);
    }

    /** A list that is always whole. */
    static Json whole(List<Json> items) {
        return Json.object(Map.of("items", Json.array(items)));
    }
}
