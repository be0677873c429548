package io.althing.audit;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks a directory that {@link AuditBundle} wrote, all of it that can be checked: the log against its checkpoint, every receipt, every
 * line of the JSON Lines export, every blob and every key. The CSV is a summary and is not looked at.
 */
public final class BundleCheck {
    private final TrustPolicy policy;
    private final TrustCheck trust;

    /** @param policy whose signatures to demand; not the bundle's own, unless its keys were compared */
    public BundleCheck(TrustPolicy policy) {
        this.policy = policy;
        this.trust = new TrustCheck(policy);
    }

    /**
     * What was found.
     *
     * @param log
     *            entries, tiles and checkpoint
     * @param receipts
     *            how many receipts hold
     * @param exported
     *            how many exported lines are the log's entries
     * @param faults
     *            a sentence for each thing beside the log that is wrong; looked for only if the log is whole
     */
    public record Outcome(Report log, long receipts, long exported, List<String> faults) {
        /** Copies the list. */
        public Outcome {
            faults = List.copyOf(faults);
        }
    }

    /**
     * Checks a bundle.
     *
     * @throws IOException
     *             if a file cannot be read
     */
    public Outcome check(Path directory) throws IOException {
        DirectoryTiles tiles = new DirectoryTiles(directory);
        Report report = new AuditVerifier(trust).verify(tiles);
        List<String> faults = new ArrayList<>();
        if (!(report instanceof Report.Verified verified)) {
            return new Outcome(report, 0, 0, faults);
        }
        EntryReader entries = new BundleEntries(tiles, verified.checkpoint().head().size());
        keys(directory.resolve("keys"), faults);
        blobs(directory.resolve("blobs"), faults);
        long receipts = receipts(directory.resolve("proofs"), entries, faults);
        long exported = exported(directory.resolve("entries.jsonl"), entries, faults);
        return new Outcome(report, receipts, exported, faults);
    }

    private static List<Path> files(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    private void keys(Path directory, List<String> faults) throws IOException {
        for (Path file : files(directory)) {
            String vkey = Files.readString(file, StandardCharsets.UTF_8).strip();
            boolean known = policy.text().lines().anyMatch(line -> List.of(line.split(" ", -1)).contains(vkey));
            if (!known) {
                faults.add("keys/" + file.getFileName() + " is no key of the policy");
            }
        }
    }

    private static void blobs(Path directory, List<String> faults) throws IOException {
        for (Path file : files(directory)) {
            String digest = Hash.sha256(Files.readAllBytes(file)).hex();
            if (!digest.equals(file.getFileName().toString())) {
                faults.add("blobs/" + file.getFileName() + " holds other bytes, of digest " + digest);
            }
        }
    }

    private long receipts(Path directory, EntryReader entries, List<String> faults) throws IOException {
        long good = 0;
        for (Path file : files(directory)) {
            Optional<String> fault = receiptFault(file, entries);
            fault.ifPresent(why -> faults.add("proofs/" + file.getFileName() + ": " + why));
            good += fault.isEmpty() ? 1 : 0;
        }
        return good;
    }

    private Optional<String> receiptFault(Path file, EntryReader entries) throws IOException {
        try {
            TlogProof proof = TlogProof.parse(Files.readAllBytes(file));
            if (!file.getFileName().toString().equals(proof.index() + ".tlog-proof")) {
                return Optional.of("it is a receipt of entry " + proof.index());
            }
            return switch (proof.verify(entries.entry(proof.index()), trust)) {
                case TlogProof.Outcome.Proven proven -> Optional.empty();
                case TlogProof.Outcome.NotProven not -> Optional.of(not.reason());
            };
        } catch (MalformedException | NoSuchElementException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static long exported(Path file, EntryReader entries, List<String> faults) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        long good = 0;
        long number = 0;
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (Optional<String> line = next(lines); line.isPresent(); line = next(lines)) {
                number++;
                if (isEntry(line.get(), entries)) {
                    good++;
                } else if (faults.size() < AuditVerifier.MAX_FINDINGS) {
                    faults.add("entries.jsonl, line " + number + ": not the log's entry");
                }
            }
        }
        return good;
    }

    private static Optional<String> next(BufferedReader lines) throws IOException {
        return Optional.ofNullable(lines.readLine());
    }

    /** Whether the line is byte for byte what an export writes for the entry it names. */
    private static boolean isEntry(String line, EntryReader entries) {
        try {
            if (CanonicalJson.parse(line.getBytes(StandardCharsets.UTF_8)) instanceof Json.JObject object
                    && object.fields().get("index") instanceof Json.JNumber index) {
                return AuditExport.line(EntryRecord.of(index.value(), entries.entry(index.value()))).equals(line);
            }
            return false;
        } catch (MalformedException | NoSuchElementException e) {
            return false;
        }
    }
}
