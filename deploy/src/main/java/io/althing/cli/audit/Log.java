package io.althing.cli.audit;

import io.althing.audit.AuditVerifier;
import io.althing.audit.CheckpointReader;
import io.althing.audit.DirectoryTiles;
import io.althing.audit.Finding;
import io.althing.audit.Report;
import io.althing.audit.TileSource;
import io.althing.audit.Trust;
import io.althing.audit.TrustCheck;
import io.althing.audit.TrustPolicy;
import io.althing.client.ExitCode;
import io.althing.client.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A log to look at.
 *
 * @param name where it is, for people
 * @param tiles its files
 * @param local whether they are on this machine, so that they stay what they are while one looks
 * @param policy whose signatures are demanded; empty to believe any checkpoint
 */
record Log(String name, TileSource tiles, boolean local, Optional<TrustPolicy> policy) {
    /** Decides which checkpoint to believe. */
    CheckpointReader reader() {
        return policy.<CheckpointReader>map(TrustCheck::new).orElseGet(CheckpointReader::unsigned);
    }

    /** Recomputes everything. */
    Report verify() {
        return Failing.at(name, () -> new AuditVerifier(reader()).verify(tiles));
    }

    /** Who vouches for the checkpoint; fails if the policy does not believe it or there is none. */
    Trust.Trusted trusted() {
        TrustPolicy demanded = demanded();
        byte[] checkpoint = checkpoint();
        return switch (new TrustCheck(demanded).evaluate(checkpoint)) {
            case Trust.Trusted trusted -> trusted;
            case Trust.Untrusted untrusted -> throw new UserError(ExitCode.REFUSED,
                    name + ": the checkpoint is not believed: " + untrusted.reason());
        };
    }

    TrustPolicy demanded() {
        return policy.orElseThrow(() -> UserError.usage(
                "this needs a trust policy: receipts and reports are worth what the signatures below them are; give --policy FILE"));
    }

    byte[] checkpoint() {
        return Failing.at(name, tiles::checkpoint).orElseThrow(() -> new UserError(ExitCode.REFUSED,
                name + ": there is no checkpoint yet; ask again in a few seconds"));
    }

    /** What is done with a verified log. */
    @FunctionalInterface
    interface Use<T> {
        T of(Log verified) throws IOException;
    }

    /**
     * Verifies the log and hands it over. A log behind HTTP is copied first, so that what is used is what was verified.
     *
     * @throws UserError if anything in it is wrong
     */
    <T> T whenVerified(Use<T> use) {
        if (local) {
            requireWhole(verify());
            return Failing.at(name, () -> use.of(this));
        }
        return Failing.at(name, () -> {
            Path copy = Files.createTempDirectory("althing-audit");
            try {
                DirectoryTiles.copy(tiles, reader(), copy);
                Log kept = new Log(name, new DirectoryTiles(copy), true, policy);
                kept.requireWhole(kept.verify());
                return use.of(kept);
            } finally {
                delete(copy);
            }
        });
    }

    private void requireWhole(Report report) {
        if (report instanceof Report.Damaged damaged) {
            throw new UserError(ExitCode.REFUSED, name + " is NOT what its checkpoint says:\n  "
                    + damaged.findings().stream().limit(5).map(Finding::describe).collect(Collectors.joining("\n  "))
                    + "\n  `althing audit verify` lists all");
        }
    }

    private static void delete(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(directory)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
