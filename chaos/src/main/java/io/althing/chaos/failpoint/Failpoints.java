package io.althing.chaos.failpoint;

import io.althing.chaos.arena.Machine;
import io.althing.chaos.drill.NodeFiles.Place;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Nodes with failpoints in them, of which at most one a node is armed. */
public final class Failpoints implements Machine {
    private final Map<String, Path> armed = new HashMap<>();
    private String agent = "";

    @Override
    public void prepare(List<Place> places) throws IOException {
        Path home = places.getFirst().directory().toAbsolutePath().resolve("..").normalize();
        agent = AgentJar.flag(FailpointAgent.class, home, "");
        for (Place place : places) {
            armed.put(place.name(), place.directory().toAbsolutePath().resolve("failpoint"));
            set(place.name(), Armed.NONE);
        }
    }

    @Override
    public Map<String, String> environment(String node) {
        return Map.of();
    }

    @Override
    public List<String> flags(String node) {
        Path file = armed.get(node);
        return file == null ? List.of() : List.of(agent, "-D" + Armed.PROPERTY + "=" + file);
    }

    /** The node's process ends when it next comes there. */
    public void arm(String node, Failpoint point) throws IOException {
        set(node, Failpoint.all().indexOf(point));
    }

    /** It ends nowhere. */
    public void disarm(String node) throws IOException {
        set(node, Armed.NONE);
    }

    private void set(String node, int number) throws IOException {
        Path file = Objects.requireNonNull(armed.get(node), () -> "node " + node + " was not prepared");
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES).putInt(number).flip();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(bytes, 0);
        }
    }

    @Override
    public void close() {
        // its files go with the cluster's
    }
}
