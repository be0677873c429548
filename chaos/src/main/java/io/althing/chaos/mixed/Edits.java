package io.althing.chaos.mixed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What distinguishes the next build from this one, as a text of three kinds of lines: {@code @@ FILE} says which source file is meant, lines
 * that begin with {@code -} are looked for in it, and must be there exactly once, lines that begin with {@code +} take their place. Others
 * are remarks.
 */
final class Edits {
    private final Map<String, List<Edit>> byFile = new LinkedHashMap<>();

    private record Edit(String old, String fresh) {}

    private Edits() {}

    /** Reads the edits that are shipped with the drill. */
    static Edits shipped() throws IOException {
        try (var in = Edits.class.getResourceAsStream("next-build.edits")) {
            if (in == null) {
                throw new IOException("next-build.edits is missing");
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    static Edits parse(String text) {
        var edits = new Edits();
        List<Edit> of = new ArrayList<>();
        var old = new StringBuilder();
        var fresh = new StringBuilder();
        for (String line : (text + "\n@@ ").split("\n", -1)) {
            if (!fresh.isEmpty() && !line.startsWith("+")) {
                of.add(new Edit(old.toString(), fresh.toString()));
                old.setLength(0);
                fresh.setLength(0);
            }
            if (line.startsWith("@@ ")) {
                of = edits.byFile.computeIfAbsent(line.substring(3), file -> new ArrayList<>());
            } else if (line.startsWith("-")) {
                old.append(line, 1, line.length()).append('\n');
            } else if (line.startsWith("+")) {
                fresh.append(line, 1, line.length()).append('\n');
            }
        }
        edits.byFile.remove("");
        return edits;
    }

    /** The files they are made to. */
    List<String> files() {
        return List.copyOf(byFile.keySet());
    }

    /** A file's source with the edits made. */
    String edited(String file, String source) throws IOException {
        String edited = source;
        for (Edit edit : byFile.getOrDefault(file, List.of())) {
            int at = edited.indexOf(edit.old());
            if (at < 0 || edited.indexOf(edit.old(), at + 1) >= 0) {
                throw new IOException("next-build.edits looks for this in " + file + ", where it must be once:\n"
                        + edit.old());
            }
            edited = edited.substring(0, at) + edit.fresh() + edited.substring(at + edit.old().length());
        }
        return edited;
    }
}
