package io.althing.audit;

import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A log's static files in a map, easy to damage. */
final class MemoryFiles implements TileSource {
    private final SortedMap<String, byte[]> files = new TreeMap<>();

    MemoryFiles put(String path, byte[] bytes) {
        files.put(path, bytes);
        return this;
    }

    MemoryFiles flip(String path, int offset, int xor) {
        get(path)[offset] ^= (byte) xor;
        return this;
    }

    MemoryFiles remove(String path) {
        files.remove(path);
        return this;
    }

    byte[] get(String path) {
        return Objects.requireNonNull(files.get(path), path);
    }

    SortedMap<String, byte[]> all() {
        return files;
    }

    @Override
    public Optional<byte[]> checkpoint() {
        return Optional.ofNullable(files.get("checkpoint"));
    }

    @Override
    public Optional<byte[]> tile(Tile tile) {
        return Optional.ofNullable(files.get(tile.path()));
    }

    @Override
    public Optional<byte[]> bundle(EntryBundle bundle) {
        return Optional.ofNullable(files.get(bundle.path()));
    }
}
