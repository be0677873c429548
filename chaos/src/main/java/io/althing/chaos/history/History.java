package io.althing.chaos.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.althing.client.Json;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A finished run. */
public record History(List<Line> lines) {
    /** Copies the lines. */
    public History {
        lines = List.copyOf(lines);
    }

    /** The lines of one kind, in order. */
    public <T extends Line> List<T> all(Class<T> kind) {
        return only(kind).toList();
    }

    private <T extends Line> Stream<T> only(Class<T> kind) {
        return lines.stream().filter(kind::isInstance).map(kind::cast);
    }

    /** What was run. */
    public Line.Header header() {
        return only(Line.Header.class).findFirst().orElseThrow(
                () -> new IllegalArgumentException("this history has no header line: it was cut short or is none"));
    }

    /** What clients did. */
    public List<Operation> operations() {
        return all(Operation.class);
    }

    /** What was done to the cluster. */
    public List<Line.FaultSpan> faults() {
        return all(Line.FaultSpan.class);
    }

    /** The audit log at the end; empty if it was not read. */
    public List<Line.Entry> log() {
        return all(Line.Entry.class);
    }

    /** Writes one JSON object a line. */
    public void write(Path file) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (Line line : lines) {
                out.write(Json.mapper().writerFor(Line.class).writeValueAsString(line));
                out.write('\n');
            }
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException naming the line that is no line of a history
     */
    public static History read(Path file) throws IOException {
        List<Line> lines = new ArrayList<>();
        try (BufferedReader in = Files.newBufferedReader(file)) {
            for (String text = in.readLine(); text != null; text = in.readLine()) {
                lines.add(parse(text, file, lines.size() + 1));
            }
        }
        return new History(lines);
    }

    private static Line parse(String text, Path file, int number) throws IOException {
        try {
            return Json.mapper().readValue(text, Line.class);
        } catch (JsonProcessingException e) {
            throw new IOException(file + ", line " + number + " is no line of a history: " + e.getOriginalMessage(), e);
        }
    }
}
