package io.althing.chaos.arena;

import io.althing.chaos.drill.NodeFiles.Place;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A disk of its own for each node: a file system in memory, mounted as its data directory. Needs root. */
public final class SmallDisks implements Machine {
    private static final Logger LOG = LoggerFactory.getLogger(SmallDisks.class);
    private static final int MIB = 1 << 20;
    private static final int SIZE_MIB = 1024;

    private final Map<String, Path> disks = new HashMap<>();
    private final List<Path> mounted = new ArrayList<>();
    private final Thread atExit = new Thread(this::unmount, "unmount small disks");

    /** Why this machine cannot have them; empty if it can. */
    public static Optional<String> missing() {
        return "root".equals(System.getProperty("user.name")) && Shell.succeeds("mount", "--version")
                ? Optional.empty()
                : Optional.of("disks of their own are file systems in memory, which only root may mount");
    }

    @Override
    public void prepare(List<Place> places) throws IOException {
        Runtime.getRuntime().addShutdownHook(atExit);
        for (Place place : places) {
            Path data = place.data().toAbsolutePath();
            Files.createDirectories(data);
            Shell.run("mount", "-t", "tmpfs", "-o", "size=" + SIZE_MIB + "m", "althing-drill", data.toString());
            mounted.add(data);
            disks.put(place.name(), data);
        }
    }

    @Override
    public Map<String, String> environment(String node) {
        return Map.of();
    }

    /**
     * Fills a node's disk.
     *
     * @param percentLeft how much of it stays free
     */
    public void fill(String node, int percentLeft) throws IOException {
        Path disk = disk(node);
        long total = Files.getFileStore(disk).getTotalSpace();
        byte[] piece = new byte[MIB];
        try (OutputStream out = Files.newOutputStream(filler(disk))) {
            while (Files.getFileStore(disk).getUsableSpace() > total * percentLeft / 100
                    + (percentLeft == 0 ? 0 : MIB)) {
                out.write(piece, 0, (int) Math.min(MIB, Math.max(1, Files.getFileStore(disk).getUsableSpace())));
            }
        } catch (IOException full) {
            if (percentLeft > 0) {
                throw full;
            }
            LOG.debug("the disk of {} is full to the last byte", node);
        }
    }

    /** Makes room again. */
    public void empty(String node) throws IOException {
        Files.deleteIfExists(filler(disk(node)));
    }

    private Path disk(String node) {
        return Objects.requireNonNull(disks.get(node), () -> "node " + node + " has no disk of its own");
    }

    private static Path filler(Path disk) {
        return disk.resolve("filler");
    }

    private void unmount() {
        for (Path disk : mounted) {
            if (!Shell.succeeds("umount", "-l", disk.toString())) {
                LOG.warn("{} is still mounted; run: umount {}", disk, disk);
            }
        }
        mounted.clear();
    }

    @Override
    public void close() {
        unmount();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException shuttingDown) {
            LOG.debug("the hook runs already and does the same");
        }
    }
}
