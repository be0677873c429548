package io.althing.security;

import io.althing.registry.Actor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bearer tokens by their SHA-256, from a file of this node that only its owner may read. A change of the file takes effect when
 * {@link #refresh} is called next; a changed file that is bad leaves the former tokens in force and is logged.
 *
 * <p>Any thread. Judging compares with every entry in constant time and does no I/O; {@link #refresh} does, so call it elsewhere.
 */
public final class TokenFile implements Authenticator {
    private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);
    private static final String SCHEME = "Bearer ";
    private static final Set<PosixFilePermission> OWNER_ONLY = EnumSet.of(PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE);

    private final Path file;
    private volatile Contents contents;

    private record Stamp(FileTime changed, long size, Object key) {}

    private record Contents(Stamp stamp, List<TokenEntry> entries) {}

    /**
     * Reads the file.
     *
     * @throws TokenFileException if it is missing, readable by others, or not a token file
     */
    public TokenFile(Path file) {
        this.file = file;
        this.contents = load();
    }

    @Override
    public Judgement judge(Optional<String> authorization) {
        if (authorization.isEmpty()) {
            return new Judgement.Known(Actor.anonymous());
        }
        String header = authorization.get();
        if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return new Judgement.Refused("the Authorization header must read 'Bearer <token>'");
        }
        byte[] digest = TokenEntry.digest(header.substring(SCHEME.length()).strip()).value()
                .getBytes(StandardCharsets.US_ASCII);
        Judgement found = new Judgement.Refused(
                "no one here holds this token; check that it is one of this region's and was not revoked");
        for (TokenEntry entry : contents.entries()) {
            if (MessageDigest.isEqual(digest, entry.sha256().value().getBytes(StandardCharsets.US_ASCII))) {
                found = new Judgement.Known(entry.actor());
            }
        }
        return found;
    }

    @Override
    public void refresh() {
        try {
            if (!stamp().equals(contents.stamp())) {
                contents = load();
                LOG.info("Read token file {} again: {} tokens are in force", file, contents.entries().size());
            }
        } catch (IOException | TokenFileException e) {
            LOG.warn("Token file {} changed and cannot be used; the former tokens stay in force: {}", file,
                    e.getMessage());
        }
    }

    private Contents load() {
        try {
            Stamp stamp = stamp();
            requirePrivate();
            return new Contents(stamp, TokenFileFormat.read(Files.readAllBytes(file)));
        } catch (IllegalArgumentException e) {
            throw new TokenFileException("token file " + file + " is not usable: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new TokenFileException("token file " + file + " cannot be read (" + e
                    + "); create it with 'althing up' or give its path in the node's configuration", e);
        }
    }

    private Stamp stamp() throws IOException {
        var attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(attributes.lastModifiedTime(), attributes.size(), String.valueOf(attributes.fileKey()));
    }

    private void requirePrivate() throws IOException {
        if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
            return;
        }
        Set<PosixFilePermission> granted = Files.readAttributes(file, PosixFileAttributes.class).permissions();
        if (!OWNER_ONLY.containsAll(granted)) {
            throw new TokenFileException("token file " + file
                    + " may be read or changed by others than its owner; run: chmod 600 " + file);
        }
    }
}
