package io.althing.chaos.arena;

import io.althing.chaos.drill.NodeFiles.Place;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Disks and clocks of the nodes, where a drill wants to hurt them. */
public interface Machine extends AutoCloseable {
    /** Called once, when the nodes' files are written and nothing runs yet. */
    void prepare(List<Place> places) throws IOException;

    /** What a node's process must have in its environment. */
    Map<String, String> environment(String node);

    /** Undoes all it did to the machine. */
    @Override
    void close();

    /** The part of it of one kind; there is one if the drill's faults need it. */
    default <T extends Machine> T part(Class<T> kind) {
        if (!kind.isInstance(this)) {
            throw new IllegalStateException("this drill was started without " + kind.getSimpleName());
        }
        return kind.cast(this);
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
