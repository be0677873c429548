package io.althing.chaos.audit;

import io.althing.audit.AddCheckpoint;
import io.althing.audit.Checkpoint;
import io.althing.audit.SignedNote;
import io.althing.audit.TreeReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Requests to an outside witness out of all checkpoints that any region served. The witness keeps one head, so they go in by size; two
 * with the same size are both shown, and a fork cannot hide.
 */
public final class WitnessFeed {
    private WitnessFeed() {}

    /**
     * Writes the requests, each named with the status the witness must answer.
     *
     * @param tree one region's, as large as the largest checkpoint
     * @return the files in the order in which they are to be sent
     */
    public static List<Path> write(Path directory, List<AuditObservation.ServedCheckpoint> served, TreeReader tree)
            throws IOException {
        List<SignedNote> notes = served.stream()
                .map(checkpoint -> SignedNote.parse(checkpoint.note().getBytes(StandardCharsets.UTF_8)))
                .sorted(Comparator.comparingLong(WitnessFeed::size)).toList();
        List<Path> files = new ArrayList<>();
        long old = 0;
        for (SignedNote note : notes) {
            Path file = directory.resolve(String.format("%05d-expect-200.req", files.size()));
            files.add(Files.write(file, AddCheckpoint.of(tree, old, note).bytes()));
            old = size(note);
        }
        return files;
    }

    private static long size(SignedNote note) {
        return Checkpoint.parse(note.text()).head().size();
    }
}
