package io.althing.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** A log in a directory: {@code checkpoint}, {@code tile/0/000}, {@code tile/entries/000}. Safe for use by many threads. */
public final class DirectoryTiles implements TileSource {
    private final Path root;

    /** @param root the directory that holds {@code checkpoint} and {@code tile} */
    public DirectoryTiles(Path root) {
        this.root = root;
    }

    @Override
    public Optional<byte[]> checkpoint() throws IOException {
        return read("checkpoint");
    }

    @Override
    public Optional<byte[]> tile(Tile tile) throws IOException {
        return read(tile.path());
    }

    @Override
    public Optional<byte[]> bundle(EntryBundle bundle) throws IOException {
        return read(bundle.path());
    }

    private Optional<byte[]> read(String path) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(root.resolve(path)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /**
     * Copies all files that make up the tree of the given size, the checkpoint last: a directory without a checkpoint is an unfinished
     * copy. Nothing is checked; run {@link AuditVerifier} over the result. Files already there are overwritten.
     *
     * @return the number of files written
     * @throws IOException
     *             if something cannot be read or written, or the source lacks a file, which is named
     */
    public static int copy(TileSource from, CheckpointReader reader, Path to) throws IOException {
        byte[] checkpoint = from.checkpoint().orElseThrow(() -> new NoSuchFileException("checkpoint"));
        long size = reader.read(checkpoint).head().size();
        FallbackTiles source = new FallbackTiles(from);
        int files = 1;
        for (Tile tile : Tile.ofTree(size)) {
            write(to, tile.path(), source.tile(tile));
            files++;
        }
        for (EntryBundle bundle : EntryBundle.ofTree(size)) {
            write(to, bundle.path(), source.bundle(bundle));
            files++;
        }
        write(to, "checkpoint", Optional.of(checkpoint));
        return files;
    }

    private static void write(Path root, String path, Optional<byte[]> bytes) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes.orElseThrow(() -> new NoSuchFileException(path)));
    }
}
