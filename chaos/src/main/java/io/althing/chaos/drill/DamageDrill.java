package io.althing.chaos.drill;

import io.althing.node.ProcessExit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** A byte of a stopped node's state rots. */
final class DamageDrill extends ClusterDrill {
    private static final Duration STOPPING = Duration.ofSeconds(30);

    @Override
    public String name() {
        return "damage";
    }

    @Override
    public String promise() {
        return "a byte flipped in a RocksDB file of the state makes the node refuse to start, naming the file";
    }

    @Override
    Outcome on(LoopbackCluster cluster, Setting setting) throws IOException, InterruptedException {
        String node = follower(cluster);
        cluster.process(node).stop(STOPPING);
        Path table = tableFile(cluster.place(node).data().resolve("state"));
        flipMiddle(table);
        setting.progress().accept("flipped a byte of " + table.getFileName());
        OptionalInt exit = cluster.start(node).exitCode(LoopbackCluster.STARTING);
        boolean named = cluster.process(node).output().contains(table.getFileName().toString());
        List<String> findings = new ArrayList<>();
        findings.add(node + " ended with exit code " + (exit.isPresent() ? exit.getAsInt() : "none")
                + (named ? " and named " : " without naming ") + table.getFileName());
        if (exit.isEmpty()) {
            cluster.process(node).kill();
        }
        flipMiddle(table);
        cluster.start(node);
        cluster.awaitReady(node);
        findings.add("with the byte restored it starts and serves");
        return new Outcome(exit.isPresent() && exit.getAsInt() == ProcessExit.STATE_DAMAGED.code() && named,
                findings);
    }

    private static Path tableFile(Path state) throws IOException {
        try (Stream<Path> files = Files.walk(state)) {
            return files.filter(f -> f.toString().endsWith(".sst")).findFirst()
                    .orElseThrow(() -> new IOException("there is no table file below " + state));
        }
    }

    private static void flipMiddle(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long middle = channel.size() / 2;
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, middle);
            one.put(0, (byte) (one.get(0) ^ 1)).rewind();
            channel.write(one, middle);
        }
    }
}
