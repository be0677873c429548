package io.althing.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * A view with pending changes laid over another view, so that each command of a batch sees what the earlier ones did before
 * any of it is written. The view underneath must not change meanwhile. Each pending delete inside a range makes reading that
 * range one entry longer. Not thread-safe.
 */
public final class Overlay implements KeyValueView {
    private final KeyValueView base;
    private final NavigableMap<byte[], Optional<byte[]>> pending = KeyOrder.newMap();

    public Overlay(KeyValueView base) {
        this.base = base;
    }

    public void put(byte[] key, byte[] value) {
        pending.put(key, Optional.of(value));
    }

    public void delete(byte[] key) {
        pending.put(key, Optional.empty());
    }

    @Override
    public Optional<byte[]> get(byte[] key) {
        Optional<byte[]> change = pending.get(key);
        return change == null ? base.get(key) : change;
    }

    @Override
    public List<KeyValue.Entry> range(byte[] fromInclusive, byte[] toExclusive, int limit) {
        NavigableMap<byte[], Optional<byte[]>> changes = KeyOrder.slice(pending, fromInclusive, toExclusive);
        return merge(changes, base.range(fromInclusive, toExclusive, withHidden(changes, limit)), limit,
                Arrays::compareUnsigned);
    }

    @Override
    public List<KeyValue.Entry> rangeDescending(byte[] fromInclusive, byte[] toExclusive, int limit) {
        NavigableMap<byte[], Optional<byte[]>> changes = KeyOrder.slice(pending, fromInclusive, toExclusive)
                .descendingMap();
        return merge(changes, base.rangeDescending(fromInclusive, toExclusive, withHidden(changes, limit)), limit,
                (a, b) -> Arrays.compareUnsigned(b, a));
    }

    /** The last change of each key, in key order: the same bytes for the same changes on every replica. */
    public WriteSet toWriteSet() {
        WriteSet batch = new WriteSet();
        pending.forEach(
                (key, change) -> change.ifPresentOrElse(value -> batch.put(key, value), () -> batch.delete(key)));
        return batch;
    }

    private static int withHidden(NavigableMap<byte[], Optional<byte[]>> changes, int limit) {
        long deletes = changes.values().stream().filter(Optional::isEmpty).count();
        return (int) Math.min(Integer.MAX_VALUE, limit + deletes);
    }

    private static List<KeyValue.Entry> merge(NavigableMap<byte[], Optional<byte[]>> changes,
            List<KeyValue.Entry> below, int limit, Comparator<byte[]> order) {
        if (changes.isEmpty()) {
            return below;
        }
        List<KeyValue.Entry> merged = new ArrayList<>();
        int next = 0;
        for (Map.Entry<byte[], Optional<byte[]>> change : changes.entrySet()) {
            byte[] key = change.getKey();
            while (next < below.size() && order.compare(below.get(next).key(), key) < 0) {
                merged.add(below.get(next++));
            }
            if (next < below.size() && Arrays.equals(below.get(next).key(), key)) {
                next++;
            }
            if (merged.size() >= limit) {
                break;
            }
            change.getValue().ifPresent(value -> merged.add(new KeyValue.Entry(key, value)));
        }
        merged.addAll(below.subList(next, below.size()));
        return merged.size() > limit ? List.copyOf(merged.subList(0, limit)) : merged;
    }
}
