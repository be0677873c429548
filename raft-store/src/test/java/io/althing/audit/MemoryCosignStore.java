package io.althing.audit;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The fake of {@link FileCosignStore}; durable as long as it is referenced. */
final class MemoryCosignStore implements CosignStore {
    private final ConcurrentMap<String, TreeHead> heads = new ConcurrentHashMap<>();

    @Override
    public Optional<TreeHead> latest(String origin) {
        return Optional.ofNullable(heads.get(origin));
    }

    @Override
    public boolean advance(String origin, Optional<TreeHead> expected, TreeHead next) {
        return expected.map(head -> heads.replace(origin, head, next))
                .orElseGet(() -> heads.putIfAbsent(origin, next) == null);
    }
}
