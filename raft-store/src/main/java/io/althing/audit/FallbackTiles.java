package io.althing.audit;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Finds a partial tile that was dropped once the full one existed as the front part of the full one. */
final class FallbackTiles implements TileSource {
    private final TileSource source;

    FallbackTiles(TileSource source) {
        this.source = source;
    }

    @Override
    public Optional<byte[]> checkpoint() throws IOException {
        return source.checkpoint();
    }

    @Override
    public Optional<byte[]> tile(Tile tile) throws IOException {
        Optional<byte[]> exact = source.tile(tile);
        if (exact.isPresent() || tile.isFull()) {
            return exact;
        }
        return source.tile(tile.full()).filter(bytes -> bytes.length == Tile.FULL * Hash.BYTES)
                .map(bytes -> Arrays.copyOf(bytes, tile.width() * Hash.BYTES));
    }

    @Override
    public Optional<byte[]> bundle(EntryBundle bundle) throws IOException {
        Optional<byte[]> exact = source.bundle(bundle);
        if (exact.isPresent() || bundle.width() == Tile.FULL) {
            return exact;
        }
        return source.bundle(bundle.full()).map(bytes -> front(bytes, bundle));
    }

    private static byte[] front(byte[] full, EntryBundle bundle) {
        List<byte[]> entries = bundle.full().read(full).entries();
        return EntryBundle.encode(entries.subList(0, Math.min(entries.size(), bundle.width())));
    }
}
