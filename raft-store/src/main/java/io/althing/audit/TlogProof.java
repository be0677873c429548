package io.althing.audit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A receipt that needs no network to check: C2SP tlog-proof. The index of an entry, the hashes from its leaf to the root, and the signed
 * checkpoint with that root.
 *
 * @param extra
 *            anything, not authenticated; empty if there is nothing
 * @param index
 *            of the entry
 * @param hashes
 *            leaf's sibling first
 * @param checkpoint
 *            as the log served it
 */
public record TlogProof(Optional<ByteBuffer> extra, long index, List<Hash> hashes, SignedNote checkpoint) {
    private static final String HEADER = "c2sp.org/tlog-proof@v1";
    private static final int MAX_HASHES = 63;

    /** What came of checking a receipt. */
    public sealed interface Outcome {
        /** The entry is in the log at the proof's index, under a checkpoint the policy believes. */
        record Proven(Trust.Trusted trust) implements Outcome {}

        /** Nothing is proven, and why. */
        record NotProven(String reason) implements Outcome {}
    }

    /** @throws MalformedException if the index is negative or there are more than 63 hashes */
    public TlogProof {
        extra = extra.map(bytes -> ByteBuffer.wrap(copy(bytes)).asReadOnlyBuffer());
        hashes = List.copyOf(hashes);
        if (index < 0 || hashes.size() > MAX_HASHES) {
            throw new MalformedException("proof: index " + index + " with " + hashes.size() + " hashes");
        }
    }

    /** A receipt without extra data. */
    public TlogProof(long index, List<Hash> hashes, SignedNote checkpoint) {
        this(Optional.empty(), index, hashes, checkpoint);
    }

    /** The receipt of an entry under a checkpoint of its log. */
    public static TlogProof of(TreeReader tree, long index, SignedNote checkpoint) {
        long size = checkpoint.unverifiedCheckpoint().head().size();
        return new TlogProof(index, tree.inclusion(index, size), checkpoint);
    }

    /**
     * Reads a receipt.
     *
     * @throws MalformedException
     *             saying which line breaks which rule
     */
    public static TlogProof parse(byte[] bytes) {
        LineReader lines = new LineReader("proof", bytes);
        if (!lines.next().equals(HEADER)) {
            throw new MalformedException("proof: the first line is not " + HEADER);
        }
        Optional<ByteBuffer> extra = Optional.empty();
        String line = lines.next();
        if (line.startsWith("extra ")) {
            extra = Optional.of(ByteBuffer.wrap(StrictBase64.decode(line.substring("extra ".length()))));
            line = lines.next();
        }
        long index = lines.number("index", line);
        List<Hash> hashes = lines.hashesUntilBlank(MAX_HASHES);
        return new TlogProof(extra, index, hashes, SignedNote.parse(lines.rest()));
    }

    /** The receipt in writing. */
    public byte[] bytes() {
        StringBuilder head = new StringBuilder(HEADER).append('\n');
        extra.ifPresent(bytes -> head.append("extra ").append(StrictBase64.encode(copy(bytes))).append('\n'));
        head.append("index ").append(index).append('\n');
        hashes.forEach(hash -> head.append(hash.base64()).append('\n'));
        head.append('\n');
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(checkpoint.bytes());
        return bytes.toByteArray();
    }

    /** Whether this receipt proves that the log holds exactly these bytes at its index. */
    public Outcome verify(byte[] entry, TrustCheck check) {
        return switch (check.evaluate(checkpoint)) {
            case Trust.Untrusted untrusted -> new Outcome.NotProven(untrusted.reason());
            case Trust.Trusted trusted -> switch (MerkleTree.verifyInclusion(MerkleTree.leafHash(entry), index, hashes,
                    trusted.checkpoint().head())) {
                case ProofCheck.Valid valid -> new Outcome.Proven(trusted);
                case ProofCheck.Invalid invalid -> new Outcome.NotProven(invalid.reason());
            };
        };
    }

    private static byte[] copy(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
