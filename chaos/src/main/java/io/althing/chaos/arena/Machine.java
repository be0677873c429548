package io.althing.chaos.arena;

import io.althing.chaos.drill.NodeFiles.Place;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Disks, clocks and insides of the nodes, where a drill wants to hurt them. */
public interface Machine extends AutoCloseable {
    /** Called once, when the nodes' files are written and nothing runs yet. */
    void prepare(List<Place> places) throws IOException;

    /** What a node's process must have in its environment. */
    Map<String, String> environment(String node);

    /** What a node's JVM must be started with. */
    default List<String> flags(String node) {
        return List.of();
    }

    /** The main class and its arguments before the configuration file; empty for the one that ships. */
    default List<String> program(String node) {
        return List.of();
    }

    /** Undoes all it did to the machine. */
    @Override
    void close();

    /** The part of it of one kind; there is one if the drill's faults need it. */
    default <T extends Machine> T part(Class<T> kind) {
        return find(kind).orElseThrow(
                () -> new IllegalStateException("this drill was started without " + kind.getSimpleName()));
    }

    /** The part of it of one kind, if there is one. */
    default <T extends Machine> Optional<T> find(Class<T> kind) {
        return kind.isInstance(this) ? Optional.of(kind.cast(this)) : Optional.empty();
    }

    /** All of these together. */
    static Machine of(List<Machine> parts) {
        return new Machines(parts);
    }

    /** A machine that is left as it is. */
    static Machine untouched() {
        return new Machine() {
            @Override
            public void prepare(List<Place> places) {
                // nothing is needed
            }

            @Override
            public Map<String, String> environment(String node) {
                return Map.of();
            }

            @Override
            public void close() {
                // nothing was done
            }
        };
    }
}
