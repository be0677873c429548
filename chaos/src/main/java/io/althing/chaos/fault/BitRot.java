package io.althing.chaos.fault;

import io.althing.chaos.arena.ProcessArena;
import io.althing.chaos.check.Judge;
import io.althing.chaos.drill.LoopbackCluster;
import io.althing.chaos.drill.Waiting;
import io.althing.chaos.fault.Fault.Begun;
import io.althing.node.ProcessExit;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A byte of a stopped node's state is flipped. The node must refuse to start, or end up equal to the others all the same. */
final class BitRot {
    private BitRot() {}

    static Begun begin(Scene scene) throws IOException, InterruptedException {
        ProcessArena arena = scene.own();
        String node = scene.follower();
        arena.kill(node);
        List<Path> files = files(arena.cluster().place(node).data().resolve("state"));
        Path file = files.get(scene.random().nextInt(files.size()));
        long at = scene.random().nextLong(Files.size(file));
        flip(file, at);
        arena.startNode(node);
        Waiting.until("node " + node + " has refused to start or answers", LoopbackCluster.STARTING,
                () -> !arena.cluster().runs(node) || arena.cluster().status(node).isPresent());
        boolean refused = !arena.cluster().runs(node);
        if (refused && arena.cluster().process(node).process().exitValue() != ProcessExit.STATE_DAMAGED.code()) {
            scene.recorder().note(Judge.FAULTS, node + " has a damaged file and ended with exit code "
                    + arena.cluster().process(node).process().exitValue() + " instead of "
                    + ProcessExit.STATE_DAMAGED.code());
        }
        String what = node + ", byte " + at + " of " + file.getFileName()
                + (refused ? ": refused to start" : ": started");
        return Begun.of(what, () -> {
            if (refused) {
                flip(file, at);
                arena.restart(node);
            }
        });
    }

    private static List<Path> files(Path state) throws IOException {
        try (Stream<Path> all = Files.walk(state)) {
            List<Path> found = all.filter(f -> f.toString().endsWith(".sst") || f.toString().endsWith(".log"))
                    .filter(f -> f.toFile().length() > 0).sorted().toList();
            if (found.isEmpty()) {
                throw new IOException("there is no file to damage in " + state);
            }
            return found;
        }
    }

    private static void flip(Path file, long at) throws IOException {
        try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(at);
            int old = bytes.read();
            bytes.seek(at);
            bytes.write(old ^ 0x10);
        }
    }
}
