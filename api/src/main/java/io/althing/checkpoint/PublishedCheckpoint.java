package io.althing.checkpoint;

import io.althing.audit.Checkpoint;
import io.althing.audit.HashReader;
import io.althing.audit.MalformedException;
import io.althing.audit.SignedNote;
import io.althing.audit.TreeHead;
import io.althing.audit.TreeReader;
import io.althing.audit.Trust;
import io.althing.audit.TrustCheck;
import io.althing.store.AuditReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoint this node serves: the newest that the trust policy believes, of a size applied here and with the root computed here. It
 * never goes back. Any thread.
 */
final class PublishedCheckpoint {
    private static final Logger LOG = LoggerFactory.getLogger(PublishedCheckpoint.class);

    private final Path file;
    private final AuditReader audit;
    private volatile TrustCheck check;
    private volatile Optional<Standing> standing = Optional.empty();
    /** Whether the policy in force does not believe what is served, which an earlier one did. */
    private volatile boolean outdated;

    /** A believed checkpoint and how many witnesses of the policy cosigned it. */
    record Standing(SignedNote note, TreeHead head, int cosignatures) {}

    /** What became of a checkpoint that was offered. */
    enum Offer {
        TAKEN, NOTHING_NEW, NOT_BELIEVED, NOT_APPLIED_YET, OTHER_ROOT
    }

    PublishedCheckpoint(Path file, AuditReader audit, TrustCheck check) {
        this.file = file;
        this.audit = audit;
        this.check = check;
    }

    Optional<Standing> now() {
        return standing;
    }

    /** Entries under a checkpoint that the policy in force believes. */
    long size() {
        return outdated ? 0 : served();
    }

    private long served() {
        return standing.map(s -> s.head().size()).orElse(0L);
    }

    /** Believes by this policy from now on. What is served stays until there is something to take its place. */
    synchronized void judgeBy(TrustCheck next) {
        check = next;
        standing.ifPresent(s -> {
            switch (next.evaluate(s.note())) {
                case Trust.Trusted trusted -> {
                    standing = Optional.of(new Standing(s.note(), s.head(), trusted.cosignatures().size()));
                    outdated = false;
                }
                case Trust.Untrusted untrusted -> outdated = true;
            }
        });
    }

    synchronized Offer offer(SignedNote note) {
        if (!(check.evaluate(note) instanceof Trust.Trusted trusted)) {
            return Offer.NOT_BELIEVED;
        }
        TreeHead head = trusted.checkpoint().head();
        int cosignatures = trusted.cosignatures().size();
        if (head.size() < served() || (head.size() == served() && !outdated && !richer(note, cosignatures))) {
            return Offer.NOTHING_NEW;
        }
        Optional<TreeHead> own = ownHead(audit, head.size());
        if (own.isEmpty()) {
            return Offer.NOT_APPLIED_YET;
        }
        if (!own.get().equals(head)) {
            return Offer.OTHER_ROOT;
        }
        keep(note);
        standing = Optional.of(new Standing(note, head, cosignatures));
        outdated = false;
        return Offer.TAKEN;
    }

    /** Whether more witnesses cosigned it than what is served: of the policy, or as many of those and more others. */
    private boolean richer(SignedNote note, int cosignatures) {
        return standing.map(s -> cosignatures > s.cosignatures() || (cosignatures == s.cosignatures()
                && note.signatures().size() > s.note().signatures().size())).orElse(true);
    }

    /** The head of the log applied here when it had this size; empty if it has not grown so far yet. */
    static Optional<TreeHead> ownHead(AuditReader audit, long size) {
        HashReader hashes = audit;
        return size > audit.size() ? Optional.empty() : Optional.of(new TreeReader(hashes).head(size));
    }

    /** A lost file costs nothing but the time until the next checkpoint, so it is not forced to the disk. */
    private void keep(SignedNote note) {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(beside, note.bytes());
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("checkpoint {} is served but not kept for a restart: {}", size(), e.toString());
        }
    }

    /** What was served before a restart; empty if nothing was, or the file is damaged. */
    Optional<SignedNote> kept() {
        try {
            SignedNote note = SignedNote.parse(Files.readAllBytes(file));
            Checkpoint.parse(note.text());
            return Optional.of(note);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | MalformedException e) {
            LOG.warn("{} cannot be read and is replaced by the next checkpoint: {}", file, e.toString());
            return Optional.empty();
        }
    }
}
