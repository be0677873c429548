package io.althing.chaos.arena;

import io.althing.chaos.drill.NodeFiles.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Nodes that send each other messages twice, or late, as told. */
public final class Messages implements Machine {
    private final Map<String, Path> settings = new HashMap<>();

    @Override
    public void prepare(List<Place> places) throws IOException {
        for (Place place : places) {
            settings.put(place.name(), place.directory().toAbsolutePath().resolve("messages"));
        }
        calm();
    }

    @Override
    public Map<String, String> environment(String node) {
        return Map.of();
    }

    @Override
    public List<String> program(String node) {
        Path file = settings.get(node);
        return file == null ? List.of() : List.of(TroubledNode.class.getName(), file.toString());
    }

    /** So many of a hundred requests are sent twice, by every node. */
    public void duplicate(int percent) throws IOException {
        tell(percent, 0);
    }

    /** Whatever need not keep its order is held back for any time up to this, by every node. */
    public void reorder(int millis) throws IOException {
        tell(0, millis);
    }

    /** Every message is sent once and at once. */
    public void calm() throws IOException {
        tell(0, 0);
    }

    private void tell(int percent, int millis) throws IOException {
        for (Path file : settings.values()) {
            MessageTrouble.tell(file, percent, millis);
        }
    }

    @Override
    public void close() {
        // its files go with the cluster's
    }
}
