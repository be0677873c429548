package io.althing.chaos.check;

import io.althing.chaos.history.History;
import io.althing.chaos.history.Line;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.ArrayList;

/** The audit log as it was read at the end, arranged for looking up. */
final class Truth {
    private final Map<String, NavigableMap<Long, Line.Entry>> byKey = new HashMap<>();
    private final Map<String, List<Line.Entry>> byRequest = new HashMap<>();

    Truth(History history) {
        for (Line.Entry entry : history.log()) {
            byRequest.computeIfAbsent(entry.requestId(), id -> new ArrayList<>()).add(entry);
            if (!entry.key().isEmpty()) {
                byKey.computeIfAbsent(entry.key(), key -> new TreeMap<>()).put(entry.index(), entry);
            }
        }
    }

    /** Every entry of a request. */
    List<Line.Entry> of(String requestId) {
        return byRequest.getOrDefault(requestId, List.of());
    }

    /** The write of a register at an index. */
    Optional<Line.Entry> at(String key, long index) {
        return Optional.ofNullable(writes(key).get(index));
    }

    /** The first write of a register after one index and up to another. */
    Optional<Line.Entry> between(String key, long after, long upTo) {
        return Optional.ofNullable(writes(key).higherEntry(after)).map(Map.Entry::getValue)
                .filter(entry -> entry.index() <= upTo);
    }

    private NavigableMap<Long, Line.Entry> writes(String key) {
        return byKey.getOrDefault(key, new TreeMap<>());
    }
}
