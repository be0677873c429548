package io.althing.audit;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * A directory that holds all one needs to verify a log with no help from its makers: checkpoint, tiles, entries, keys, policy, a receipt for
 * each wanted entry, and a page that says how.
 *
 * @param source
 *            the log
 * @param policy
 *            under which its checkpoint is believed
 * @param wanted
 *            which entries get a receipt and stand in the exports
 * @param blobs
 *            where the bulky parts are that wanted entries name in their {@code blobs} field
 */
public record AuditBundle(TileSource source, TrustPolicy policy, Predicate<EntryRecord> wanted, BlobSource blobs) {
    /** A bundle without bulky parts. */
    public AuditBundle(TileSource source, TrustPolicy policy, Predicate<EntryRecord> wanted) {
        this(source, policy, wanted, BlobSource.NONE);
    }

    /**
     * Writes the bundle into an empty or new directory. The log in it is verified first; nothing else is written unless it is whole.
     *
     * @return what the verification found
     * @throws IOException
     *             if something cannot be read or written, or the directory is not empty
     */
    public Report write(Path directory) throws IOException {
        Files.createDirectories(directory);
        try (var files = Files.list(directory)) {
            if (files.findAny().isPresent()) {
                throw new IOException(directory + " is not empty: name a new directory");
            }
        }
        TrustCheck check = new TrustCheck(policy);
        DirectoryTiles.copy(source, check, directory);
        DirectoryTiles copied = new DirectoryTiles(directory);
        Report report = new AuditVerifier(check).verify(copied);
        if (report instanceof Report.Verified verified) {
            SignedNote note = SignedNote.parse(Files.readAllBytes(directory.resolve("checkpoint")));
            writeKeys(directory);
            writeEntries(directory, copied, note, verified.checkpoint().head().size());
            resource("VERIFY.md", directory);
            resource("verify.py", directory);
        }
        return report;
    }

    private void writeKeys(Path directory) throws IOException {
        Files.writeString(directory.resolve("policy"), policy.text(), StandardCharsets.UTF_8);
        Path keys = Files.createDirectories(directory.resolve("keys"));
        int logs = 0;
        for (TrustPolicy.LogKey log : policy.logs()) {
            key(keys.resolve(logs == 0 ? "log.vkey" : "log-" + logs + ".vkey"), log.key());
            logs++;
        }
        int witnesses = 0;
        for (TrustPolicy.Member member : policy.members().values()) {
            if (member instanceof TrustPolicy.Witness witness) {
                key(keys.resolve("cosigner-" + witnesses + ".vkey"), witness.key());
                witnesses++;
            }
        }
    }

    private static void key(Path file, NoteKey key) throws IOException {
        Files.writeString(file, key.vkey() + "\n", StandardCharsets.UTF_8);
    }

    private void writeEntries(Path directory, TileSource copied, SignedNote note, long size) throws IOException {
        AuditExport export = new AuditExport(new BundleEntries(copied, size), size, wanted);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(directory.resolve("entries.jsonl")))) {
            export.jsonLines(out);
        }
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(directory.resolve("entries.csv")))) {
            export.csv(AuditExport.COLUMNS, out);
        }
        Path proofs = Files.createDirectories(directory.resolve("proofs"));
        TreeReader tree = new TreeReader(new TileHashes(copied, size));
        export.each(entry -> {
            Files.write(proofs.resolve(entry.index() + ".tlog-proof"),
                    TlogProof.of(tree, entry.index(), note).bytes());
            writeBlobs(directory.resolve("blobs"), entry);
        });
    }

    private void writeBlobs(Path directory, EntryRecord entry) throws IOException {
        for (String digest : entry.blobs()) {
            byte[] bytes = blobs.blob(digest).orElse(new byte[0]);
            if (Hash.sha256(bytes).hex().equals(digest)) {
                Files.createDirectories(directory);
                Files.write(directory.resolve(digest), bytes);
            }
        }
    }

    private static void resource(String name, Path directory) throws IOException {
        try (InputStream in = Objects.requireNonNull(AuditBundle.class.getResourceAsStream(name), name)) {
            Files.copy(in, directory.resolve(name));
        }
    }
}
