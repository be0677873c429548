package io.althing.chaos.arena;

import io.althing.chaos.drill.NodeFiles.Place;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Several things done to the machine in one drill. */
record Machines(List<Machine> parts) implements Machine {
    Machines {
        parts = List.copyOf(parts);
    }

    @Override
    public void prepare(List<Place> places) throws IOException {
        for (Machine part : parts) {
            part.prepare(places);
        }
    }

    /** Several may preload a library; the dynamic linker takes a list. */
    @Override
    public Map<String, String> environment(String node) {
        Map<String, String> all = new TreeMap<>();
        parts.forEach(part -> part.environment(node).forEach((name, value) -> all.merge(name, value,
                (one, other) -> one + ":" + other)));
        return all;
    }

    @Override
    public List<String> flags(String node) {
        return parts.stream().flatMap(part -> part.flags(node).stream()).toList();
    }

    @Override
    public List<String> program(String node) {
        return parts.stream().map(part -> part.program(node)).filter(program -> !program.isEmpty()).findFirst()
                .orElse(List.of());
    }

    @Override
    public <T extends Machine> Optional<T> find(Class<T> kind) {
        return parts.stream().flatMap(part -> part.find(kind).stream()).findFirst();
    }

    @Override
    public void close() {
        parts.reversed().forEach(Machine::close);
    }
}
