package io.althing.audit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A request to a witness (C2SP tlog-witness, {@code POST add-checkpoint}): cosign this checkpoint; here is the proof that it extends the
 * one you cosigned last.
 *
 * @param oldSize
 *            the size cosigned last; 0 if none is known
 * @param proof
 *            consistency from there, at most 63 hashes
 * @param note
 *            the checkpoint under its log's signature
 */
public record AddCheckpoint(long oldSize, List<Hash> proof, SignedNote note) {
    private static final int MAX_HASHES = 63;

    /** @throws MalformedException if the size is negative or there are more than 63 hashes */
    public AddCheckpoint {
        proof = List.copyOf(proof);
        if (oldSize < 0 || proof.size() > MAX_HASHES) {
            throw new MalformedException("add-checkpoint: old size " + oldSize + " with " + proof.size() + " hashes");
        }
    }

    /** The request that leads a witness from the size it cosigned last to the checkpoint. */
    public static AddCheckpoint of(TreeReader tree, long oldSize, SignedNote note) {
        return new AddCheckpoint(oldSize, tree.consistency(oldSize, note.unverifiedCheckpoint().head().size()), note);
    }

    /**
     * Reads a request's body.
     *
     * @throws MalformedException
     *             saying which line breaks which rule
     */
    public static AddCheckpoint parse(byte[] body) {
        LineReader lines = new LineReader("add-checkpoint", body);
        long oldSize = lines.number("old", lines.next());
        List<Hash> proof = lines.hashesUntilBlank(MAX_HASHES);
        SignedNote note = SignedNote.parse(lines.rest());
        note.unverifiedCheckpoint();
        return new AddCheckpoint(oldSize, proof, note);
    }

    /** The request's body. */
    public byte[] bytes() {
        StringBuilder head = new StringBuilder("old ").append(oldSize).append('\n');
        proof.forEach(hash -> head.append(hash.base64()).append('\n'));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.append('\n').toString().getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(note.bytes());
        return bytes.toByteArray();
    }
}
