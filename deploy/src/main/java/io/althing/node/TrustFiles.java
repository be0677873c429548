package io.althing.node;

import io.althing.audit.NoteKey;
import io.althing.audit.TrustPolicy;
import io.althing.checkpoint.TrustVersions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The trust policy's versions as files: {@code 1.tlog-policy}, {@code 2.tlog-policy}, … A file is written once and never changed.
 *
 * @param directory the same on every node
 */
public record TrustFiles(Path directory) {
    private static final Pattern NAME = Pattern.compile("([1-9][0-9]{0,5})\\.tlog-policy");

    /** The directory beside a genesis file. */
    public static TrustFiles in(Path home) {
        return new TrustFiles(home.resolve("trust"));
    }

    /**
     * Reads all versions.
     *
     * @throws ConfigException if there is none, one is missing or broken, or they are of another log
     */
    public TrustVersions read(String origin) throws ConfigException {
        SortedMap<Integer, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches()) {
                    texts.put(Integer.parseInt(name.group(1)), Files.readString(file));
                }
            }
            return new TrustVersions(origin, texts);
        } catch (NoSuchFileException e) {
            throw new ConfigException("there is no directory " + directory
                    + " with the audit log's trust policy; `althing cluster init` makes it beside genesis.json", e);
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigException(directory + ": " + e.getMessage(), e);
        }
    }

    /** Writes the versions that are not there yet. */
    public void write(TrustVersions trust) throws IOException {
        Files.createDirectories(directory);
        for (var version : trust.texts().entrySet()) {
            Path file = directory.resolve(version.getKey() + ".tlog-policy");
            if (!Files.exists(file)) {
                Files.writeString(file, version.getValue());
            }
        }
    }

    /** A cosigner's line; where it listens, or where its name suggests as long as that is not known. */
    static TrustPolicy.Witness witness(NoteKey key, Optional<URI> api) {
        return new TrustPolicy.Witness(key, Optional.of(url(key, api)));
    }

    /** The log's line. */
    static TrustPolicy.LogKey log(NoteKey key, Optional<URI> api) {
        return new TrustPolicy.LogKey(key, Optional.of(url(key, api)));
    }

    /** Some readers of policies insist on an address, so there always is one. */
    private static String url(NoteKey key, Optional<URI> api) {
        return api.map(base -> base.resolve("/audit").toString()).orElse("https://" + key.name());
    }
}
